import type { Candidate, Licence } from '../dataset/candidate.ts';

/** What a source says of the licence of a photo, as the fields of a candidate. */
export type LicenceTerms = Pick<Candidate, 'licence' | 'licenceVersion' | 'licenceUrl'>;

/** Licences that let anyone use, change and share a photo, commercially too. */
export const DEFAULT_LICENCES: readonly Licence[] = ['cc0', 'pdm', 'by', 'by-sa'];

/**
 * Cropping and resizing make adaptations, which these forbid to share; of `other` nothing is known; what a member gave
 * is theirs to give, not a source's.
 */
const NEVER_ALLOWED: ReadonlySet<Licence> = new Set<Licence>(['by-nd', 'by-nc-nd', 'other', 'member']);

/** Whether a photo of this licence may be fetched; never for `nd`, `other` and `member`, whatever is configured. */
export function isAllowed(licence: Licence, allowed: readonly Licence[] = DEFAULT_LICENCES): boolean {
	return allowed.includes(licence) && !NEVER_ALLOWED.has(licence);
}

const UNKNOWN: LicenceTerms = { licence: 'other' };

/**
 * Reads a licence as services write it: the address of its deed (`https://creativecommons.org/licenses/by-sa/3.0/de/`),
 * an id (`cc-by-sa-4.0`, `by-nc`, `cc0`, `pd-old`) or a name (`CC BY 2.0`, `Creative Commons Attribution 4.0
 * International`). Anything not understood in full is `other`: a condition overlooked would be a licence broken.
 */
export function parseLicence(text: string, version?: string): LicenceTerms {
	const terms = /^(https?:)?\/\//i.test(text.trim()) ? fromUrl(text.trim()) : fromName(text);
	return terms.licenceVersion || !version || isPublicDomain(terms.licence)
		? terms
		: termsOf(terms.licence, version);
}

/** A licence and its version with the address of its deed. */
export function termsOf(licence: Licence, version?: string): LicenceTerms {
	if (licence === 'other') return UNKNOWN;
	if (licence === 'member') return { licence };
	if (licence === 'cc0') return { licence, licenceUrl: 'https://creativecommons.org/publicdomain/zero/1.0/' };
	if (licence === 'pdm') return { licence, licenceUrl: 'https://creativecommons.org/publicdomain/mark/1.0/' };
	if (version === undefined) return { licence };
	return {
		licence,
		licenceVersion: version,
		licenceUrl: `https://creativecommons.org/licenses/${licence}/${version}/`,
	};
}

function isPublicDomain(licence: Licence): boolean {
	return licence === 'cc0' || licence === 'pdm';
}

function fromUrl(text: string): LicenceTerms {
	const absolute = text.startsWith('//') ? `https:${text}` : text;
	if (!URL.canParse(absolute)) return UNKNOWN;
	const { hostname, pathname } = new URL(absolute);
	if (!/^(www\.)?creativecommons\.org$/.test(hostname)) return UNKNOWN;

	const [kind, code, version, port] = pathname.toLowerCase().split('/').filter(Boolean);
	if (kind === 'publicdomain' && code === 'zero') return termsOf('cc0');
	if (kind === 'publicdomain' && code === 'mark') return termsOf('pdm');
	if (kind !== 'licenses' || code === undefined || !/^\d\.\d$/.test(version ?? '')) return UNKNOWN;
	const licence = fromConditions(code.split('-'));
	const terms = termsOf(licence, version);
	// A ported licence (`/de/`) is a text of its own, so that its own address is kept.
	const ported = /^[a-z]{2,4}$/.test(port ?? '') && !port?.startsWith('deed');
	return ported && terms.licenceUrl ? { ...terms, licenceUrl: `${terms.licenceUrl}${port}/` } : terms;
}

/** Conditions as they are called in full: `Creative Commons Attribution-ShareAlike 4.0`. */
const LONG_NAMES: readonly (readonly [RegExp, string])[] = [
	[/creative[ -]commons/g, 'cc'],
	[/attribution/g, 'by'],
	[/non[ -]?commercial/g, 'nc'],
	[/no[ -]?deriv(ative)?s?( works)?/g, 'nd'],
	[/share[ -]?alike/g, 'sa'],
];

/** Words that change nothing: how a version is called, and the ports. */
const NEUTRAL = /^(cc|licen[cs]e|international|intl|unported|generic|universal|migrated|igo|[a-z]{2})$/;
const CONDITION = /^(by|nc|nd|sa)$/;
const VERSION = /^\d\.\d$/;

function fromName(text: string): LicenceTerms {
	const written = text.trim().toLowerCase().replaceAll('_', '-');
	// A licence that is called "Attribution" is not for that reason one of Creative Commons.
	const long = /creative[ -]commons/.test(written);
	const name = long
		? LONG_NAMES.reduce((rest, [pattern, code]) => rest.replace(pattern, code), written)
		: written;
	if (/^(cc[ -]?)?(0|zero)([ -]1\.0)?$/.test(name)) return termsOf('cc0');
	if (/^(pdm|pd|public[ -]domain)([ -]mark)?([ -]1\.0)?$/.test(name) || /^pd-[a-z]/.test(name))
		return termsOf('pdm');

	const words = name.split(/[\s,-]+/).filter(Boolean);
	const conditions = words.filter((word) => CONDITION.test(word));
	const versions = words.filter((word) => VERSION.test(word));
	const understood = words.every((word) => CONDITION.test(word) || VERSION.test(word) || NEUTRAL.test(word));
	// Several versions offered (`cc-by-sa-4.0,3.0`) leave the choice to us; the first is the newest.
	return understood ? termsOf(fromConditions(conditions), versions[0]) : UNKNOWN;
}

/** The licence of these conditions in any order (version 1.0 wrote `by-nd-nc`). */
function fromConditions(conditions: readonly string[]): Licence {
	const has = (condition: string) => conditions.includes(condition);
	if (!has('by') || !conditions.every((condition) => CONDITION.test(condition))) return 'other';
	if (has('nd')) return has('sa') ? 'other' : has('nc') ? 'by-nc-nd' : 'by-nd';
	if (has('sa')) return has('nc') ? 'by-nc-sa' : 'by-sa';
	return has('nc') ? 'by-nc' : 'by';
}

import { escapeText, versionText } from '../../src/bot/kit.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { describeReason, describeVerdict } from '../../src/i18n/verdict.ts';
import { displayName, type LabelNames } from '../../src/model/display-names.ts';
import type { GateVerdict } from '../../src/model/gate/verdict.ts';

export interface VerdictOptions {
	readonly classifier: string;
	readonly locale: Locale;
	/** As `classifier/version`. */
	readonly candidate: string;
	readonly champion?: string;
	/** What labels are called in other languages. */
	readonly names?: LabelNames;
}

/** The gate's verdict in a sentence, with the labels that people named escaped. */
export function verdictText(verdict: GateVerdict, options: VerdictOptions): string {
	return describeVerdict(inWords(verdict, options), namesOf(options), options.locale);
}

/** Why the gate decides so, without saying that anything serves or not. */
export function verdictReason(verdict: GateVerdict, options: VerdictOptions): string {
	return describeReason(inWords(verdict, options), namesOf(options), options.locale);
}

function namesOf({ classifier, candidate, champion }: VerdictOptions) {
	return {
		candidate: versionText(candidate, classifier),
		...(champion !== undefined && { champion: versionText(champion, classifier) }),
	};
}

/** Labels as the reader calls them, safe in markdown. */
function inWords(verdict: GateVerdict, { names, locale }: VerdictOptions): GateVerdict {
	const { label, floor, lost, added } = verdict;
	const shown = (label: string) => escapeText(displayName(label, names, locale));
	return {
		...verdict,
		...(label && { label: { ...label, label: shown(label.label) } }),
		...(floor?.label !== undefined && { floor: { ...floor, label: shown(floor.label) } }),
		...(lost && { lost: lost.map(shown) }),
		...(added && { added: added.map(shown) }),
	};
}

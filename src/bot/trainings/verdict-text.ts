import type { Locale } from '../../i18n/locale.ts';
import { describeVerdict } from '../../i18n/verdict.ts';
import type { Verdict } from '../../model/gate/verdict.ts';
import { escapeText } from '../answer/escape.ts';
import { versionText } from './version-text.ts';

export interface VerdictOptions {
	readonly classifier: string;
	readonly locale: Locale;
	/** As `classifier/version`. */
	readonly candidate: string;
	readonly champion?: string;
}

/** The gate's verdict in a sentence, with the labels that people named escaped. */
export function verdictText(
	verdict: Verdict,
	{ classifier, locale, candidate, champion }: VerdictOptions,
): string {
	const { label, floor, lost } = verdict;
	const escaped: Verdict = {
		...verdict,
		...(label && { label: { ...label, label: escapeText(label.label) } }),
		...(floor?.label !== undefined && { floor: { ...floor, label: escapeText(floor.label) } }),
		...(lost && { lost: lost.map((name) => escapeText(name)) }),
	};
	const names = {
		candidate: versionText(candidate, classifier),
		...(champion !== undefined && { champion: versionText(champion, classifier) }),
	};
	return describeVerdict(escaped, names, locale);
}

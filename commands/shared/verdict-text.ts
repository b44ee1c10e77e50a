import { escapeText, versionText } from '../../src/bot/kit.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import { describeReason, describeVerdict } from '../../src/i18n/verdict.ts';
import type { GateVerdict } from '../../src/model/gate/verdict.ts';

export interface VerdictOptions {
	readonly classifier: string;
	readonly locale: Locale;
	/** As `classifier/version`. */
	readonly candidate: string;
	readonly champion?: string;
}

/** The gate's verdict in a sentence, with the labels that people named escaped. */
export function verdictText(verdict: GateVerdict, options: VerdictOptions): string {
	return describeVerdict(escaped(verdict), namesOf(options), options.locale);
}

/** Why the gate decides so, without saying that anything serves or not. */
export function verdictReason(verdict: GateVerdict, options: VerdictOptions): string {
	return describeReason(escaped(verdict), namesOf(options), options.locale);
}

function namesOf({ classifier, candidate, champion }: VerdictOptions) {
	return {
		candidate: versionText(candidate, classifier),
		...(champion !== undefined && { champion: versionText(champion, classifier) }),
	};
}

function escaped(verdict: GateVerdict): GateVerdict {
	const { label, floor, lost, added } = verdict;
	const all = (labels: readonly string[]) => labels.map((name) => escapeText(name));
	return {
		...verdict,
		...(label && { label: { ...label, label: escapeText(label.label) } }),
		...(floor?.label !== undefined && { floor: { ...floor, label: escapeText(floor.label) } }),
		...(lost && { lost: all(lost) }),
		...(added && { added: all(added) }),
	};
}

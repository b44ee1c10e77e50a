import type { Locale } from './locale.ts';
import { messagesFor } from './messages.ts';

interface Difference {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/** The facts of the gate's verdict that a sentence needs. */
export interface VerdictFacts {
	readonly reason:
		| 'first'
		| 'improved'
		| 'no-worse'
		| 'worse'
		| 'worse-on-label'
		| 'unproven'
		| 'below-floor'
		| 'label-lost';
	readonly pairs: number;
	/** Of accuracy, 0 to 1. */
	readonly difference?: Difference;
	readonly label?: { readonly label: string; readonly difference: number };
	readonly floor?: {
		readonly figure: 'macro-f1' | 'recall' | 'calibration';
		readonly value: number;
		readonly limit: number;
		readonly label?: string;
	};
	readonly lost?: readonly string[];
	readonly added?: readonly string[];
}

export interface VerdictNames {
	/** What serves, or served until now; absent where nothing did. */
	readonly champion?: string;
	readonly candidate: string;
	/** What labels are called, by label and language. */
	readonly labels?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Labels named; more are counted, so that the sentence stays one. */
const NAMED_LABELS = 8;

const PROMOTED: readonly VerdictFacts['reason'][] = ['first', 'improved', 'no-worse'];

/** The verdict as one sentence: “kept v12: v13 is 4 points worse on boar”. Labels stand in it as people named them. */
export function describeVerdict(verdict: VerdictFacts, names: VerdictNames, locale: Locale): string {
	const { gate } = messagesFor(locale);
	const why = describeReason(verdict, names, locale);
	if (PROMOTED.includes(verdict.reason)) return gate.served(names.candidate, why);
	return names.champion ? gate.kept(names.champion, why) : gate.notServed(names.candidate, why);
}

/** Why, without what follows from it: “v13 is 4 points worse on boar”, “5 points better than v12 (±3)”. */
export function describeReason(verdict: VerdictFacts, given: VerdictNames, locale: Locale): string {
	const { champion = '–', candidate, labels: names = {} } = given;
	const { gate, bot } = messagesFor(locale);
	const { difference, label, floor, added = [] } = verdict;
	const named = (label: string) => (Object.hasOwn(names, label) && names[label][locale]) || label;
	const listed = (labels: readonly string[]) =>
		bot.answer.labels(labels.slice(0, NAMED_LABELS).map(named), Math.max(0, labels.length - NAMED_LABELS));
	const worth = gate.points(difference?.value ?? 0);
	const doubt = plusMinus(difference);
	switch (verdict.reason) {
		case 'first':
			return given.champion ? gate.nothingInCommon(given.champion) : gate.first;
		case 'improved':
			return gate.improved(worth, champion, doubt);
		case 'no-worse':
			if (added.length > 0) return gate.knowsMore(champion, listed(added));
			return gate.noWorse(champion, `${signOf(difference)}${worth}`, doubt);
		case 'worse':
			return gate.worse(candidate, worth, doubt);
		case 'worse-on-label':
			return gate.worseOnLabel(candidate, gate.points(label?.difference ?? 0), named(label?.label ?? ''));
		case 'unproven':
			return gate.unproven(candidate, verdict.pairs);
		case 'label-lost':
			return gate.lost(candidate, listed(verdict.lost ?? []));
		case 'below-floor': {
			const { figure, value, limit, label = '' } = floor ?? { figure: 'macro-f1', value: 0, limit: 0 };
			if (figure === 'recall') return gate.lowRecall(candidate, named(label), value, limit);
			if (figure === 'calibration') return gate.badCalibration(candidate, value, limit);
			return gate.lowMacroF1(candidate, value, limit);
		}
	}
}

function signOf(difference?: Difference): string {
	if (!difference || Math.abs(difference.value) < 5e-4) return '';
	return difference.value > 0 ? '+' : '−';
}

/** Half the interval in points, rounded up: what is said must never sound surer than it is. */
function plusMinus(difference?: Difference): string {
	if (!difference) return '';
	const half = (difference.high - difference.low) * 50;
	return half >= 1 ? String(Math.ceil(half)) : (Math.ceil(half * 10) / 10).toFixed(1);
}

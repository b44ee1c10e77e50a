import type { Evaluation } from '../evaluation.ts';
import { binomialTail, holm, mcNemarP } from './exact-tests.ts';
import { DEFAULT_FLOORS, type Floors, missedFloors } from './floors.ts';
import { type GroupTally, type Interval, pairedDifference } from './paired-difference.ts';
import type { GateVerdict } from './verdict.ts';

export { type GateVerdict, gateVerdictSchema } from './verdict.ts';

/** Whether champion and candidate were each right about one photo that neither was trained on. */
export interface GatePair {
	/** Photos that are alike, or of one animal or album, share a number. */
	readonly group: number;
	readonly label: string;
	readonly champion: boolean;
	readonly candidate: boolean;
}

interface Contender {
	readonly labels: readonly string[];
	readonly evaluation: Evaluation;
}

export interface GateInput {
	/** What the classifier is meant to know now. */
	readonly labels: readonly string[];
	readonly candidate: Contender;
	/** What serves: the classifier's own model, or one it follows. */
	readonly champion?: Contender;
	/** Of any labels; those that one of the two does not know are left out. */
	readonly pairs: readonly GatePair[];
	readonly floors?: Partial<Floors>;
}

/** Chance of calling two equal models different. */
const SIGNIFICANCE = 0.05;

/**
 * How much worse a candidate must be shown not to be. With 200 photos an equal model that differs on 8 % of them is accepted
 * in four of five cases if the margin is 5 points, and with more photos the same holds for a narrower one. A wider margin
 * for fewer photos would let a model get worse night by night; a narrower one than 2 points would ask for more photos than a
 * server has.
 */
export function marginOf(photos: number): number {
	return Math.min(0.05, Math.max(0.02, 0.05 * Math.sqrt(200 / Math.max(1, photos))));
}

/**
 * Decides whether a candidate may serve in the champion's place: it must keep every label, reach the floors, be
 * significantly worse on none of the labels, and be shown to be no worse by more than a margin (a non-inferiority test;
 * the null hypothesis is that it is worse, so that few photos never speak for it).
 */
export function applyGate(input: GateInput): GateVerdict {
	const { candidate, champion } = input;
	const shared = champion?.labels.filter((label) => candidate.labels.includes(label)) ?? [];
	const pairs = input.pairs.filter(({ label }) => shared.includes(label));
	const verdict = (
		decision: GateVerdict['decision'],
		reason: GateVerdict['reason'],
		facts: Partial<GateVerdict> = {},
	): GateVerdict => ({ decision, reason, pairs: pairs.length, ...facts });

	const lost = lostLabels(input);
	if (lost.length > 0) return verdict('keep', 'label-lost', { lost });
	const floor = missedFloor(input);
	if (floor) return verdict('keep', 'below-floor', { floor });
	if (shared.length === 0) return verdict('promote', 'first');

	const added = addedLabels(input);
	const more = added.length > 0 ? { added } : {};
	if (pairs.length === 0) {
		return added.length > 0 ? verdict('promote', 'no-worse', more) : verdict('keep', 'unproven');
	}

	const groups = tallyGroups(pairs);
	const difference = pairedDifference(groups);
	const mcNemar = compareGroups(groups);
	const facts = { difference, mcNemar, ...more };
	const margin = marginOf(pairs.length);

	if (isClearlyWorse(difference, mcNemar, margin)) return verdict('keep', 'worse', facts);
	const label = worseLabel(pairs);
	if (label) return verdict('keep', 'worse-on-label', { ...facts, label });
	if (mcNemar.p < SIGNIFICANCE) return verdict('promote', 'improved', facts);
	if (difference.low >= -margin) return verdict('promote', 'no-worse', facts);
	// A label that people asked for is worth more than a proof that so few photos cannot give.
	if (added.length > 0 && isBeyondProof(groups, margin)) return verdict('promote', 'no-worse', facts);
	return verdict('keep', 'unproven', facts);
}

function lostLabels({ labels, candidate, champion }: GateInput): string[] {
	return labels.filter((label) => champion?.labels.includes(label) && !candidate.labels.includes(label));
}

/** A floor that the champion misses by as much is no reason to keep the champion. */
function missedFloor({ candidate, champion, floors }: GateInput): GateVerdict['floor'] {
	const limits = { ...DEFAULT_FLOORS, ...floors };
	const championMisses = champion ? missedFloors(champion.evaluation, limits) : [];
	return missedFloors(candidate.evaluation, limits).find(
		({ figure, label, value }) =>
			!championMisses.some((other) => {
				const isBetter = figure === 'calibration' ? value <= other.value : value >= other.value;
				return other.figure === figure && other.label === label && isBetter;
			}),
	);
}

/** Labels that are wanted and that the candidate knows and the champion does not. */
function addedLabels({ labels, candidate, champion }: GateInput): string[] {
	return labels.filter((label) => candidate.labels.includes(label) && !champion?.labels.includes(label));
}

/** Whether even a candidate that is right wherever the champion is could not be shown to be no worse. */
function isBeyondProof(groups: readonly GroupTally[], margin: number): boolean {
	const alike = groups.map(({ photos }) => ({ photos, onlyChampion: 0, onlyCandidate: 0 }));
	return pairedDifference(alike).low < -margin;
}

/** Worse beyond chance, or by so much that a better day may have hidden more. */
function isClearlyWorse(
	{ value }: Interval,
	{ onlyChampion, onlyCandidate }: NonNullable<GateVerdict['mcNemar']>,
	margin: number,
): boolean {
	const isWorseBeyondChance = binomialTail(onlyCandidate, onlyChampion + onlyCandidate) < SIGNIFICANCE;
	return isWorseBeyondChance || (value < -margin / 2 && onlyChampion - onlyCandidate > 1);
}

/** The label on which the candidate is significantly worse and loses most; one-sided, corrected for looking at all of them. */
function worseLabel(pairs: readonly GatePair[]): GateVerdict['label'] {
	const labels = [...new Set(pairs.map(({ label }) => label))];
	const ofLabel = labels.map((label) => tallyGroups(pairs.filter((pair) => pair.label === label)));
	const pValues = ofLabel.map((groups) => {
		const { onlyChampion, onlyCandidate } = compareGroups(groups);
		return binomialTail(onlyCandidate, onlyChampion + onlyCandidate);
	});
	const isWorse = holm(pValues, SIGNIFICANCE);
	return labels
		.map((label, k) => ({ label, difference: pairedDifference(ofLabel[k]).value }))
		.filter((_, k) => isWorse[k])
		.sort((a, b) => a.difference - b.difference)[0];
}

/** McNemar's test with a vote a group: photos that are alike are one observation. */
function compareGroups(groups: readonly GroupTally[]): NonNullable<GateVerdict['mcNemar']> {
	const onlyChampion = groups.filter((group) => group.onlyChampion > group.onlyCandidate).length;
	const onlyCandidate = groups.filter((group) => group.onlyCandidate > group.onlyChampion).length;
	return { onlyChampion, onlyCandidate, p: mcNemarP(onlyChampion, onlyCandidate) };
}

function tallyGroups(pairs: readonly GatePair[]): GroupTally[] {
	const groups = new Map<number, { photos: number; onlyChampion: number; onlyCandidate: number }>();
	for (const { group, champion, candidate } of pairs) {
		const tally = groups.get(group) ?? { photos: 0, onlyChampion: 0, onlyCandidate: 0 };
		tally.photos++;
		if (champion && !candidate) tally.onlyChampion++;
		if (candidate && !champion) tally.onlyCandidate++;
		groups.set(group, tally);
	}
	return [...groups.values()];
}

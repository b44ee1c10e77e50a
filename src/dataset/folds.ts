import { seededRandom, shuffled } from './random.ts';

/** What splitting needs to know of a photo. */
export interface Grouped {
	/** Index of its label. */
	readonly label: number;
	/** Photos of one group are near-duplicates and never straddle a split. */
	readonly group: number;
}

/** Folds to use for a data set: five where every label has five groups, fewer where it has not (never below two). */
export function foldCount(photos: readonly Grouped[], labelCount: number): number {
	const groups = Array.from({ length: labelCount }, () => new Set<number>());
	for (const photo of photos) groups[photo.label].add(photo.group);
	return Math.max(2, Math.min(5, ...groups.map((set) => set.size)));
}

/**
 * Stratified, group-disjoint folds: the fold (0 … count - 1) of each photo. Groups are dealt from the largest to the
 * smallest, each to the fold whose label counts it brings closest to even (the idea of scikit-learn's
 * StratifiedGroupKFold); ties fall by the seed, so the same photos and seed give the same folds.
 */
export function assignFolds(
	photos: readonly Grouped[],
	labelCount: number,
	count: number,
	seed: number,
): Uint8Array {
	const countsByGroup = new Map<number, Float64Array>();
	const labelTotals = new Float64Array(labelCount);
	for (const { label, group } of photos) {
		const counts = countsByGroup.get(group) ?? new Float64Array(labelCount);
		counts[label]++;
		labelTotals[label]++;
		countsByGroup.set(group, counts);
	}
	const groups = shuffled([...countsByGroup], seededRandom(seed));
	groups.sort(([, a], [, b]) => sum(b) - sum(a));

	const foldCounts = Array.from({ length: count }, () => new Float64Array(labelCount));
	const foldOfGroup = new Map<number, number>();
	for (const [group, counts] of groups) {
		let best = 0;
		let bestCost = Number.POSITIVE_INFINITY;
		for (let fold = 0; fold < count; fold++) {
			const cost = costOfAdding(foldCounts[fold], counts, labelTotals);
			if (cost < bestCost) [best, bestCost] = [fold, cost];
		}
		for (let label = 0; label < labelCount; label++) foldCounts[best][label] += counts[label];
		foldOfGroup.set(group, best);
	}
	return Uint8Array.from(photos, ({ group }) => foldOfGroup.get(group) ?? 0);
}

/** How much adding a group raises the sum of squared shares of a fold: least where the group's labels are rarest. */
function costOfAdding(fold: Float64Array, group: Float64Array, totals: Float64Array): number {
	let cost = 0;
	for (let label = 0; label < fold.length; label++) {
		if (group[label] === 0) continue;
		const before = fold[label] / totals[label];
		const after = (fold[label] + group[label]) / totals[label];
		cost += after * after - before * before;
	}
	// The whole fold's size breaks ties between labels, so that folds stay even in size too.
	return cost + 1e-9 * sum(fold);
}

function sum(values: Float64Array): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}

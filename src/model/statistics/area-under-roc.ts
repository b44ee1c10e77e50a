/**
 * Area under the ROC curve of a score that should be higher for positives: the chance that a random positive scores
 * above a random negative, ties counting half (Mann-Whitney U, by ranks).
 */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number {
	const all = [
		...positives.map((score) => ({ score, positive: true })),
		...negatives.map((score) => ({ score, positive: false })),
	];
	all.sort((a, b) => a.score - b.score);
	let rankSum = 0;
	for (let start = 0; start < all.length; ) {
		let end = start;
		while (end < all.length && all[end].score === all[start].score) end++;
		const rank = (start + 1 + end) / 2;
		for (let i = start; i < end; i++) if (all[i].positive) rankSum += rank;
		start = end;
	}
	return (rankSum - (positives.length * (positives.length + 1)) / 2) / (positives.length * negatives.length);
}

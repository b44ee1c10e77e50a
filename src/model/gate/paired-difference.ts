/** Photos that look alike, or are of one animal or album: they count together, since one error there makes others likely. */
export interface GroupTally {
	readonly photos: number;
	/** Photos that only the champion, and only the candidate, got right. */
	readonly onlyChampion: number;
	readonly onlyCandidate: number;
}

export interface Interval {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

/**
 * Standard errors from a difference to each of its bounds. 1.645 would give exactly 95 % were all photos independent; how
 * far they are not is itself an estimate, and 1.75 leaves room for its error (see the gate's simulation).
 */
const STANDARD_ERRORS = 1.75;

/**
 * Accuracy of the candidate less the champion's on the same photos, with bounds that each hold with 95 % confidence.
 *
 * The bounds are Tango's (1998) score interval for paired proportions, which unlike the bootstrap and Wald's stays honest
 * when the two differ on few photos or none: no difference seen in 200 photos still leaves 1.3 points possible. Photos of
 * one group are not independent; as many independent ones are assumed as would vary as much (Rao and Scott 1992).
 */
export function pairedDifference(groups: readonly GroupTally[]): Interval {
	const photos = sumOf(groups, (group) => group.photos);
	const worth = 1 / designEffect(groups);
	const onlyCandidate = worth * sumOf(groups, (group) => group.onlyCandidate);
	const onlyChampion = worth * sumOf(groups, (group) => group.onlyChampion);
	const trials = worth * photos;
	const value = sumOf(groups, netOf) / photos;
	const bound = (from: number, to: number, z: number) =>
		bisect(from, to, (difference) => tangoScore(onlyCandidate, onlyChampion, trials, difference) > z);
	return { value, low: bound(-1, value, STANDARD_ERRORS), high: bound(value, 1, -STANDARD_ERRORS) };
}

/** How far a hypothetical difference lies below what was seen, in standard errors under that hypothesis (Tango 1998). */
function tangoScore(onlyCandidate: number, onlyChampion: number, trials: number, difference: number): number {
	const b = -onlyCandidate - onlyChampion + (2 * trials - onlyCandidate + onlyChampion) * difference;
	const c = -onlyChampion * difference * (1 - difference);
	// The likeliest share of photos that only the champion gets right, were the difference as supposed.
	const share = (Math.sqrt(Math.max(0, b * b - 8 * trials * c)) - b) / (4 * trials);
	const variance = trials * (2 * share + difference * (1 - difference));
	return (onlyCandidate - onlyChampion - trials * difference) / Math.sqrt(Math.max(variance, 1e-12));
}

/**
 * How much more the difference varies than it would between independent photos: 1 and above. Where the two never differ
 * nothing is known of that, and each group counts as one photo.
 */
function designEffect(groups: readonly GroupTally[]): number {
	const photos = sumOf(groups, (group) => group.photos);
	const gain = sumOf(groups, netOf) / photos;
	const discordant = sumOf(groups, (group) => group.onlyChampion + group.onlyCandidate);
	if (discordant === 0) return photos / groups.length;
	// The sum of squares of `netOf(group) - gain * group.photos`, from whole numbers: the same in any order of groups.
	const between =
		sumOf(groups, (group) => netOf(group) ** 2) -
		2 * gain * sumOf(groups, (group) => netOf(group) * group.photos) +
		gain ** 2 * sumOf(groups, (group) => group.photos ** 2);
	const independent = discordant - photos * gain ** 2;
	const few = groups.length / Math.max(1, groups.length - 1);
	return Math.max(1, (few * between) / Math.max(independent, 1e-12));
}

function netOf({ onlyCandidate, onlyChampion }: GroupTally): number {
	return onlyCandidate - onlyChampion;
}

/** Where a condition that holds at `from` ceases to. */
function bisect(from: number, to: number, holds: (at: number) => boolean): number {
	let [low, high] = [from, to];
	for (let step = 0; step < 50; step++) {
		const middle = (low + high) / 2;
		if (holds(middle)) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

function sumOf<Item>(items: readonly Item[], amount: (item: Item) => number): number {
	return items.reduce((sum, item) => sum + amount(item), 0);
}

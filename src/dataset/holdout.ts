import { createHash } from 'node:crypto';

/** What choosing the holdout needs to know of a photo. */
export interface AgedPhoto {
	readonly sha256: string;
	/** Index of its label. */
	readonly label: number;
	readonly group: number;
	/** Place in the order in which the photos came into the dataset: photos that come later are higher. */
	readonly age: number;
}

/** Share of the groups that are kept apart: a fifth, as is usual for a test set. */
const SHARE = 0.2;

/**
 * Photos of each label, the oldest, that are always trained on. A label that has no more spares none: with so few, one
 * photo more to learn from is worth more than one more to be judged by, and cross-validation judges them all the same.
 */
const ALWAYS_TRAINED = 10;

/**
 * Chooses the photos that no model ever trains on: whether each is one. Whole groups, each by itself, by a hash of its
 * oldest photo: whatever photos come later, a group stays where it is. Only where two groups turn out to be one do both
 * go where the older one is. Which groups a small label spares is decided by what is older than they are, for the same
 * reason.
 */
export function chooseHoldout(photos: readonly AgedPhoto[]): boolean[] {
	const oldestOf = new Map<number, AgedPhoto>();
	for (const photo of photos) {
		const oldest = oldestOf.get(photo.group);
		if (!oldest || photo.age < oldest.age) oldestOf.set(photo.group, photo);
	}
	const alwaysTrained = oldestPhotos(photos);
	const isHeldOut = new Map(
		[...oldestOf].map(([group, oldest]) => [
			group,
			!alwaysTrained.has(oldest) && fractionOf(oldest.sha256) < SHARE,
		]),
	);
	return photos.map(({ group }) => isHeldOut.get(group) === true);
}

/** The first photos of every label. */
function oldestPhotos(photos: readonly AgedPhoto[]): ReadonlySet<AgedPhoto> {
	const counts = new Map<number, number>();
	return new Set(
		photos
			.toSorted((a, b) => a.age - b.age)
			.filter(({ label }) => {
				const older = counts.get(label) ?? 0;
				counts.set(label, older + 1);
				return older < ALWAYS_TRAINED;
			}),
	);
}

/** A number in [0, 1) that looks random and depends on the text alone. */
function fractionOf(text: string): number {
	return createHash('sha256').update(`holdout ${text}`).digest().readUInt32BE() / 2 ** 32;
}

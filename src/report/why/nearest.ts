import type { Catalogue, Photo } from '../../dataset/catalogue/catalogue.ts';
import type { PhotoStore } from '../../dataset/photo-store.ts';
import { DEFAULT_IMAGE_LIMITS } from '../../image/limits.ts';
import type { Pixels } from '../../image/pixels.ts';
import { readPixels } from '../../image/read.ts';
import type { Explanation } from '../../registry/explain.ts';
import { DEFAULT_CLASSIFIER, parseVersionName } from '../../registry/version-name.ts';

/** Photos in a row. */
export const NEAREST_SHOWN = 4;

/** Pixels: the longer side of a photo in the row, four of which fill a picture as wide as chats show them. */
export const NEAREST_SIDE = 190;

/** A training photo that may be shown. */
export interface NearestPhoto {
	readonly photo: Photo;
	readonly similarity: number;
	/** At most `NEAREST_SIDE` a side. */
	readonly pixels: Pixels;
}

/** What became of the training photos most like a picture. */
export interface Neighbours {
	/** The most alike first, at most `NEAREST_SHOWN`. */
	readonly shown: readonly NearestPhoto[];
	/** Of the photos as much alike: those that are not in the catalogue (any more), or whose file is not there. */
	readonly missing: number;
	/** Of the photos as much alike: those that the host or members brought, or without an open licence. */
	readonly withheld: number;
}

/**
 * Finds the training photos of an explanation in the catalogue of the classifier that its model belongs to. Anybody may
 * ask why, so only photos are shown that their authors gave to everybody: not the host's own, not what members taught.
 */
export async function findNeighbours(
	{ prediction, nearest }: Pick<Explanation, 'prediction' | 'nearest'>,
	{ catalogue, photoStore }: { readonly catalogue: Catalogue; readonly photoStore: PhotoStore },
): Promise<Neighbours> {
	const { classifier } = parseVersionName(prediction.model, DEFAULT_CLASSIFIER) ?? {};
	const shown: NearestPhoto[] = [];
	let missing = 0;
	let withheld = 0;
	for (const { sha256, similarity } of nearest) {
		if (shown.length === NEAREST_SHOWN) break;
		const photo = classifier === undefined ? undefined : await find(catalogue, classifier, sha256);
		if (photo && !isOpen(photo)) {
			withheld++;
			continue;
		}
		const pixels = photo && (await readOrSkip(photoStore, sha256));
		if (photo && pixels) shown.push({ photo, similarity, pixels });
		else missing++;
	}
	return { shown, missing, withheld };
}

/** Only what is still part of the dataset: a photo that somebody took out is not shown again. */
async function find(catalogue: Catalogue, classifier: string, sha256: string): Promise<Photo | undefined> {
	return (await catalogue.dataset(classifier).photos.find(sha256)).find(({ state }) => state === 'accepted');
}

/** Of the host's own photos no licence is known; members gave theirs to train with, not to be shown. */
function isOpen({ provenance }: Photo): boolean {
	return provenance.licence !== 'other' && provenance.licence !== 'member';
}

async function readOrSkip(photoStore: PhotoStore, sha256: string): Promise<Pixels | undefined> {
	try {
		const bytes = await photoStore.read(sha256);
		return await readPixels(bytes, { kind: 'within', side: NEAREST_SIDE }, DEFAULT_IMAGE_LIMITS);
	} catch {
		// Deleted by hand, or damaged: the text says how many.
		return undefined;
	}
}

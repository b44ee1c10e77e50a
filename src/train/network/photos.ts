import { createHash } from 'node:crypto';
import PQueue from 'p-queue';
import { assignFolds } from '../../dataset/folds.ts';
import { groupPhotos } from '../../dataset/groups.ts';
import { isUserError, UserError } from '../../errors.ts';
import type { ImageLimits } from '../../image/limits.ts';
import { perceptualHash } from '../../image/perceptual-hash.ts';
import { readPixels } from '../../image/read.ts';
import { type LabelledFile, readLabelled, scanFolder } from '../scan-folder.ts';

/** A photo as a network sees it. */
export interface NetworkPhoto {
	readonly sha256: string;
	/** RGB, `side x side`. */
	readonly pixels: Uint8Array;
}

type ReadPhoto<File extends LabelledFile> = File & NetworkPhoto & { readonly perceptualHash: bigint };

export interface NetworkDataset {
	/** Sorted. */
	readonly labels: readonly string[];
	/** In an order that file names do not matter to. */
	readonly photos: readonly NetworkPhoto[];
	/** Index of each photo's label. */
	readonly labelOf: Int32Array;
	/** Indexes of the photos to learn from, and of those held out. */
	readonly training: Int32Array;
	readonly heldOut: Int32Array;
	readonly refused: readonly { readonly name: string; readonly refusal: UserError }[];
	/** Files left out: copies, and those that lie under several labels. */
	readonly leftOut: number;
	/** SHA-256 over labels and photos. */
	readonly hash: string;
}

/** A fifth is held out. */
const FOLDS = 5;

/** As for every other training: fewer pictures of a label cannot both train and test. */
const MIN_PICTURES = 5;

/** sharp decodes on threads of its own; more at a time would only take memory. */
const DECODED_AT_A_TIME = 4;

/**
 * Reads a folder of photos and holds a fifth of each label out, by groups: photos that show one picture never lie on
 * both sides.
 * @throws {UserError} `file-not-found`, `folder-without-photos`, `too-few-labels`, `too-few-photos`, `cancelled`
 */
export async function readNetworkDataset(
	folder: string,
	{ seed, ...options }: PixelOptions & { readonly seed: number },
): Promise<NetworkDataset> {
	const { photos: usable, refused } = await readPixelsOf(await scanFolder(folder), options);
	const photos = distinctPhotos(usable);
	const labels = [...new Set(photos.map(({ label }) => label))];
	const labelOf = Int32Array.from(photos, ({ label }) => labels.indexOf(label));
	const groups = groupPhotos(photos);
	requireEnough(labels, labelOf, groups);
	const grouped = photos.map((_, index) => ({ label: labelOf[index], group: groups[index] }));
	const folds = assignFolds(grouped, labels.length, FOLDS, seed);
	const indexes = Int32Array.from(photos.keys());
	const hash = createHash('sha256');
	for (const { label, sha256 } of photos) hash.update(`${label}\0${sha256}\n`);
	return {
		labels,
		photos,
		labelOf,
		training: indexes.filter((index) => folds[index] !== 0),
		heldOut: indexes.filter((index) => folds[index] === 0),
		refused,
		leftOut: usable.length - photos.length,
		hash: hash.digest('hex'),
	};
}

export interface PixelOptions {
	readonly side: number;
	readonly limits: ImageLimits;
	readonly signal?: AbortSignal;
	readonly onProgress?: (done: number, total: number) => void;
}

/** Photos as a network sees them, in their order, without those that cannot be read. @throws {UserError} `cancelled` */
export async function readPixelsOf<File extends LabelledFile>(
	files: readonly File[],
	{ side, limits, signal, onProgress }: PixelOptions,
): Promise<{ readonly photos: readonly ReadPhoto<File>[]; readonly refused: NetworkDataset['refused'] }> {
	const queue = new PQueue({ concurrency: DECODED_AT_A_TIME });
	const refused: { name: string; refusal: UserError }[] = [];
	let done = 0;
	const read = await queue.addAll(
		files.map((file) => async () => {
			signal?.throwIfAborted();
			const photo = await readPhoto(file, side, limits).catch((error: unknown) => {
				if (!isUserError(error)) throw error;
				refused.push({ name: file.name, refusal: error });
			});
			onProgress?.(++done, files.length);
			return photo;
		}),
	);
	return { photos: read.filter((photo) => photo !== undefined), refused };
}

async function readPhoto<File extends LabelledFile>(
	file: File,
	side: number,
	limits: ImageLimits,
): Promise<ReadPhoto<File>> {
	const bytes = await readLabelled(file);
	const pixels = await readPixels(bytes, { kind: 'squash', width: side, height: side }, limits);
	return {
		...file,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		pixels: pixels.data,
		perceptualHash: perceptualHash(pixels),
	};
}

/** One photo for each distinct file, and none that lies under two labels. */
function distinctPhotos(photos: readonly ReadPhoto<LabelledFile>[]): ReadPhoto<LabelledFile>[] {
	const labelsOf = new Map<string, Set<string>>();
	for (const { sha256, label } of photos) {
		labelsOf.set(sha256, (labelsOf.get(sha256) ?? new Set()).add(label));
	}
	const seen = new Set<string>();
	return photos
		.toSorted((a, b) => compare(a.label, b.label) || compare(a.sha256, b.sha256))
		.filter(({ sha256 }) => {
			const isFirst = !seen.has(sha256);
			seen.add(sha256);
			return isFirst && labelsOf.get(sha256)?.size === 1;
		});
}

function requireEnough(labels: readonly string[], labelOf: Int32Array, groups: Int32Array): void {
	if (labels.length < 2) throw new UserError('too-few-labels', { labels: labels.length });
	for (const [index, label] of labels.entries()) {
		const pictures = new Set(groups.filter((_, photo) => labelOf[photo] === index)).size;
		if (pictures < MIN_PICTURES) {
			throw new UserError('too-few-photos', { label, photos: pictures, limit: MIN_PICTURES });
		}
	}
}

/** By code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

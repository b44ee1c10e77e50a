import { createHash } from 'node:crypto';
import { assignFolds, foldCount } from '../dataset/folds.ts';
import { groupPhotos } from '../dataset/groups.ts';
import { chooseHoldout } from '../dataset/holdout.ts';
import { UserError } from '../errors.ts';
import { createGemm, type Gemm } from '../model/linear-algebra/gemm.ts';
import type { EmbeddedFile } from './embed-files.ts';
import { similarPhotos } from './similar-photos.ts';
import { type LeftOutLabel, MIN_PICTURES } from './training.ts';

/** An embedded file, with what only a catalogue knows of it. */
export interface EmbeddedTrainingPhoto extends EmbeddedFile {
	/** Place in the order in which the photos came; none of a folder's is ever held out. */
	readonly age?: number;
	/** A person says that its label is right. */
	readonly isKept?: boolean;
	/** See Groupable. */
	readonly series?: readonly string[];
}

/** A photo with what splitting decided about it. */
export interface TrainingPhoto extends EmbeddedTrainingPhoto {
	/** Index of its label. */
	readonly labelIndex: number;
	/** Photos of one group show one picture or scene, or are of one series. */
	readonly group: number;
	/** Null for a photo of the holdout. */
	readonly fold: number | null;
	/** Nothing is trained on it, for what cleaning found. */
	readonly isExcluded: boolean;
}

export interface LeftOutFile {
	readonly file: string;
	readonly reason: 'duplicate' | 'conflicting-labels' | 'too-few-photos';
}

export interface TrainingDataset {
	/** Sorted by label and hash, so that file names do not influence the model. */
	readonly photos: readonly TrainingPhoto[];
	/** Sorted. */
	readonly labels: readonly string[];
	readonly folds: number;
	/** SHA-256 over the sorted pairs of label and photo hash, and which photos a person kept. */
	readonly hash: string;
	readonly leftOut: readonly LeftOutFile[];
	readonly leftOutLabels: readonly LeftOutLabel[];
}

/**
 * Decides ties when the groups of a catalogue are dealt into folds. Any number will do; that it is always the same makes
 * a refit on the same photos give the same bytes.
 */
export const CATALOGUE_SEED = 1;

interface DistinctPhotos {
	/** Sorted by label and hash. */
	readonly photos: readonly EmbeddedTrainingPhoto[];
	readonly leftOut: readonly LeftOutFile[];
}

/** One photo for each distinct file, and none that lies under two labels. */
function distinctPhotos(files: readonly EmbeddedTrainingPhoto[]): DistinctPhotos {
	const sorted = files.toSorted(
		(a, b) => compare(a.label, b.label) || compare(a.sha256, b.sha256) || compare(a.name, b.name),
	);
	const labelsOf = new Map<string, Set<string>>();
	for (const { sha256, label } of sorted)
		labelsOf.set(sha256, (labelsOf.get(sha256) ?? new Set()).add(label));
	const photos: EmbeddedTrainingPhoto[] = [];
	const leftOut: LeftOutFile[] = [];
	for (const file of sorted) {
		if ((labelsOf.get(file.sha256)?.size ?? 0) > 1)
			leftOut.push({ file: file.name, reason: 'conflicting-labels' });
		else if (photos.at(-1)?.sha256 === file.sha256) leftOut.push({ file: file.name, reason: 'duplicate' });
		else photos.push(file);
	}
	return { photos, leftOut };
}

export interface AssembleOptions {
	/** How many unit vectors an embedding is made of. */
	readonly parts: number;
	readonly seed: number;
	/** Whether photos are kept apart that no model trains on. */
	readonly holdout: boolean;
	/** What becomes of labels with too few pictures. */
	readonly tooFew: 'refuse' | 'leave-out';
	/** Now and then; may throw to give up. */
	readonly onStep?: () => void;
	readonly gemm?: Gemm;
}

/**
 * Turns embedded photos into a training set: one photo for each distinct file, none that lies under two labels, groups
 * of those that know of one another, a holdout, labels with enough left to train on, and folds, all made of whole groups.
 * @throws {UserError} `too-few-labels`, `too-few-photos`, `labels-not-ready`
 */
export async function assembleDataset(
	files: readonly EmbeddedTrainingPhoto[],
	{ parts, seed, holdout, tooFew, onStep, gemm = createGemm() }: AssembleOptions,
): Promise<TrainingDataset> {
	const { photos, leftOut } = distinctPhotos(files);
	const groups = groupPhotos(photos, await similarPhotos(gemm, photos, parts, onStep));

	const known = [...new Set(photos.map(({ label }) => label))];
	const grouped = photos.map((photo, n) => ({
		...photo,
		label: known.indexOf(photo.label),
		group: groups[n],
		age: photo.age ?? 0,
	}));
	const isHeldOut = holdout ? chooseHoldout(grouped) : photos.map(() => false);
	const leftOutLabels = findTooFew(
		known,
		grouped.filter((_, n) => !isHeldOut[n]),
	);
	const labels = known.filter((name) => !leftOutLabels.some(({ label }) => label === name));
	if (tooFew === 'refuse') requireAll(known, leftOutLabels);
	else requireTwo(labels, leftOutLabels);

	const kept = photos.flatMap((photo, n) => {
		const labelIndex = labels.indexOf(photo.label);
		return labelIndex < 0 ? [] : { photo, labelIndex, group: groups[n], isHeldOut: isHeldOut[n] };
	});
	const training = kept
		.filter((photo) => !photo.isHeldOut)
		.map(({ labelIndex, group }) => ({ label: labelIndex, group }));
	const folds = foldCount(training, labels.length);
	const dealt = assignFolds(training, labels.length, folds, seed).values();
	return {
		photos: kept.map(({ photo, labelIndex, group, isHeldOut }) => ({
			...photo,
			labelIndex,
			group,
			fold: isHeldOut ? null : (dealt.next().value ?? 0),
			isExcluded: false,
		})),
		labels,
		folds,
		hash: hashOf(kept.map(({ photo }) => photo)),
		leftOut: [...leftOut, ...filesOf(photos, leftOutLabels)],
		leftOutLabels,
	};
}

/** Labels with fewer pictures to train on than it takes. */
function findTooFew(
	labels: readonly string[],
	photos: readonly { readonly label: number; readonly group: number }[],
): LeftOutLabel[] {
	return labels.flatMap((label, index) => {
		const pictures = new Set(photos.flatMap((photo) => (photo.label === index ? photo.group : []))).size;
		return pictures < MIN_PICTURES ? { label, photos: pictures, missing: MIN_PICTURES - pictures } : [];
	});
}

function requireAll(known: readonly string[], [worst]: readonly LeftOutLabel[]): void {
	if (known.length < 2) throw new UserError('too-few-labels', { labels: known.length });
	if (worst)
		throw new UserError('too-few-photos', {
			label: worst.label,
			photos: worst.photos,
			limit: MIN_PICTURES,
		});
}

function requireTwo(ready: readonly string[], leftOutLabels: readonly LeftOutLabel[]): void {
	if (ready.length >= 2) return;
	if (leftOutLabels.length === 0) throw new UserError('too-few-labels', { labels: ready.length });
	throw new UserError('labels-not-ready', { labels: leftOutLabels, needed: MIN_PICTURES });
}

function filesOf(photos: readonly EmbeddedTrainingPhoto[], labels: readonly LeftOutLabel[]): LeftOutFile[] {
	return photos
		.filter((photo) => labels.some(({ label }) => label === photo.label))
		.map(({ name }) => ({ file: name, reason: 'too-few-photos' }));
}

function hashOf(photos: readonly EmbeddedTrainingPhoto[]): string {
	const hash = createHash('sha256');
	for (const { label, sha256, isKept } of photos)
		hash.update(isKept ? `${label}\0${sha256}\0kept\n` : `${label}\0${sha256}\n`);
	return hash.digest('hex');
}

/** By code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

import { createHash } from 'node:crypto';
import { assignFolds, foldCount } from '../dataset/folds.ts';
import { groupDuplicates } from '../dataset/groups.ts';
import { UserError } from '../errors.ts';
import type { EmbeddedFile } from './embed-files.ts';

/** A photo with what splitting decided about it. */
export interface TrainingPhoto extends EmbeddedFile {
	/** Index of its label. */
	readonly labelIndex: number;
	/** Photos of one group are copies of one picture. */
	readonly group: number;
	readonly fold: number;
}

export interface TrainingDataset {
	/** Sorted by label and hash, so that file names do not influence the model. */
	readonly photos: readonly TrainingPhoto[];
	/** Sorted. */
	readonly labels: readonly string[];
	readonly folds: number;
	/** SHA-256 over the sorted pairs of label and photo hash. */
	readonly hash: string;
	readonly leftOut: readonly { readonly file: string; readonly reason: 'duplicate' | 'conflicting-labels' }[];
}

/** Fewer distinct photos of a label than this cannot both train and test anything. */
const MIN_PHOTOS = 5;

/**
 * Turns embedded files into a training set: one photo per distinct file, none that appears under two labels, copies of
 * one picture in one group, groups dealt into folds.
 * @throws {UserError} `too-few-labels`, `too-few-photos`
 */
export function assembleDataset(files: readonly EmbeddedFile[], seed: number): TrainingDataset {
	const sorted = files.toSorted(
		(a, b) => compare(a.label, b.label) || compare(a.sha256, b.sha256) || compare(a.name, b.name),
	);
	const { kept, leftOut } = leaveOutRepeats(sorted);
	const labels = [...new Set(kept.map(({ label }) => label))];
	const groups = groupDuplicates(kept);
	requireEnough(kept, labels, groups);

	const grouped = kept.map((file, index) => ({
		...file,
		label: labels.indexOf(file.label),
		group: groups[index],
	}));
	const folds = foldCount(grouped, labels.length);
	const foldOf = assignFolds(grouped, labels.length, folds, seed);
	return {
		photos: kept.map((file, index) => ({
			...file,
			labelIndex: grouped[index].label,
			group: groups[index],
			fold: foldOf[index],
		})),
		labels,
		folds,
		hash: hashOf(kept),
		leftOut,
	};
}

function leaveOutRepeats(files: readonly EmbeddedFile[]) {
	const labelsOf = new Map<string, Set<string>>();
	for (const { sha256, label } of files) labelsOf.set(sha256, (labelsOf.get(sha256) ?? new Set()).add(label));
	const kept: EmbeddedFile[] = [];
	const leftOut: TrainingDataset['leftOut'][number][] = [];
	for (const file of files) {
		if ((labelsOf.get(file.sha256)?.size ?? 0) > 1)
			leftOut.push({ file: file.name, reason: 'conflicting-labels' });
		else if (kept.at(-1)?.sha256 === file.sha256) leftOut.push({ file: file.name, reason: 'duplicate' });
		else kept.push(file);
	}
	return { kept, leftOut };
}

function requireEnough(
	files: readonly EmbeddedFile[],
	labels: readonly string[],
	groups: ArrayLike<number>,
): void {
	if (labels.length < 2) throw new UserError('too-few-labels', { labels: labels.length });
	for (const label of labels) {
		const photos = new Set(files.flatMap((file, index) => (file.label === label ? groups[index] : []))).size;
		if (photos < MIN_PHOTOS) throw new UserError('too-few-photos', { label, photos, limit: MIN_PHOTOS });
	}
}

function hashOf(files: readonly EmbeddedFile[]): string {
	const hash = createHash('sha256');
	for (const { label, sha256 } of files) hash.update(`${label}\0${sha256}\n`);
	return hash.digest('hex');
}

/** By code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

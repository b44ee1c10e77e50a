import { createHash } from 'node:crypto';
import {
	type Diagnosis,
	type Examination,
	type ExaminedPhoto,
	examine,
	type Issue,
} from '../../../src/dataset/doctor/doctor.ts';

export const LABELS = ['crow', 'boar', 'monkey'];

let made = 0;

/** A photo without fault, alone in its group; whatever is said of it replaces that. */
export function photo(label: number, more: Partial<ExaminedPhoto> = {}): ExaminedPhoto {
	const number = ++made;
	const sha256 = createHash('sha256').update(`${number}`).digest('hex');
	return {
		sha256,
		perceptualHash: BigInt(`0x${sha256.slice(0, 16)}`),
		label,
		group: number,
		author: `commons:${number}`,
		width: 1024,
		height: 768,
		sharpness: 80 + (number % 40),
		isKept: false,
		isHoldout: false,
		...more,
	};
}

export function photos(label: number, count: number, more: Partial<ExaminedPhoto> = {}): ExaminedPhoto[] {
	return Array.from({ length: count }, () => photo(label, more));
}

/** Forty photos of each label without fault. */
export function healthy(): ExaminedPhoto[] {
	return LABELS.flatMap((_, label) => photos(label, 40));
}

/** What an able head says of photos that are labelled right. */
export function agreeing(of: readonly ExaminedPhoto[]): number[][] {
	return of.map(({ label }) => says(label, 0.9));
}

/** Probabilities with the given one for a label; the others share the rest. */
export function says(label: number, probability: number): number[] {
	return LABELS.map((_, k) => (k === label ? probability : (1 - probability) / (LABELS.length - 1)));
}

export function diagnose(of: readonly ExaminedPhoto[], more: Partial<Examination> = {}): Diagnosis {
	return examine({ labels: LABELS, photos: of, ...more });
}

/** Indices of the photos, or labels, that have an issue. */
export function having(issue: Issue, { photos, labels }: Diagnosis): number[] {
	return [
		...photos.filter((found) => found.issue === issue).map(({ photo }) => photo),
		...labels.filter((found) => found.issue === issue).map(({ label }) => label),
	];
}

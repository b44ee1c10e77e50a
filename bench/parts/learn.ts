import { performance } from 'node:perf_hooks';
import { seededRandom } from '../../src/dataset/random.ts';
import { type FitPhoto, fitVersion } from '../../src/train/fit-version.ts';
import { atMost, type Section } from '../report.ts';
import { bundledBackbone } from '../setup.ts';

const LABELS = 10;
const PHOTOS_PER_LABEL = 100;
const FOLDS = 5;
const RUNS = 3;

/** How long it takes from cached embeddings to a classifier with its evaluation. */
export async function learn(): Promise<Section> {
	const rows = [];
	const { parts } = (await bundledBackbone()).manifest;
	for (const hasMirror of [false, true]) {
		const times: number[] = [];
		for (let run = 0; run < RUNS; run++) {
			const photos = drawPhotos(parts, hasMirror);
			const start = performance.now();
			await fitVersion({
				photos,
				labels: Array.from({ length: LABELS }, (_, k) => `label ${k}`),
				parts,
			});
			times.push((performance.now() - start) / 1000);
		}
		const what = `cross-validation, calibration, fit and evaluation${hasMirror ? ', learning from mirror images besides' : ''}`;
		rows.push(atMost(what, Math.min(...times), 5, (seconds) => `${seconds.toFixed(1)} s`));
	}
	return {
		title: 'Learning: ten labels of a hundred photos, embeddings cached',
		method: `Drawn embeddings of ${sizeOf(parts)} numbers, most of them shared by all labels; the best of ${RUNS} runs. Products on one thread.`,
		rows,
	};
}

/** Labels differ by a pattern each; photos of all labels vary along thirty common directions, and each by itself. */
function drawPhotos(parts: readonly number[], hasMirror: boolean): FitPhoto[] {
	const random = seededRandom(1);
	const dimension = sizeOf(parts);
	const direction = (share: number) =>
		Float32Array.from({ length: dimension }, () => (random() < share ? random() : 0));
	const patterns = Array.from({ length: LABELS }, () => direction(0.05));
	const common = Array.from({ length: 30 }, () => direction(0.1));
	return Array.from({ length: LABELS * PHOTOS_PER_LABEL }, (_, n) => {
		const labelIndex = n % LABELS;
		const weights = common.map(() => random());
		const vary = () =>
			unitParts(
				parts,
				patterns[labelIndex].map((value, d) => {
					const shared = common.reduce((sum, one, i) => sum + weights[i] * one[d], 0);
					return 0.5 * value + 0.5 * shared + 0.3 * random();
				}),
			);
		const embedding = vary();
		return {
			embedding,
			...(hasMirror && { views: new Map([['mirror', vary()]]) }),
			labelIndex,
			group: n,
			fold: Math.floor(n / LABELS) % FOLDS,
			isExcluded: false,
		};
	});
}

function sizeOf(parts: readonly number[]): number {
	return parts.reduce((sum, size) => sum + size, 0);
}

function unitParts(parts: readonly number[], numbers: Float32Array): Float32Array {
	let start = 0;
	for (const size of parts) {
		const part = numbers.subarray(start, start + size);
		const length = Math.hypot(...part);
		for (let d = 0; d < size; d++) part[d] /= length;
		start += size;
	}
	return numbers;
}

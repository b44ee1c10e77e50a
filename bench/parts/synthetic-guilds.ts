import { link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../src/dataset/random.ts';
import type { BackboneManifest } from '../../src/model/backbone/manifest.ts';
import type { Classifier } from '../../src/model/classifier.ts';
import { evaluate } from '../../src/model/evaluation.ts';
import { matrix } from '../../src/model/linear-algebra/matrix.ts';
import { packReferences } from '../../src/model/references.ts';
import { recordGolden } from '../../src/registry/golden.ts';
import { encodePredictions, FORMAT } from '../../src/registry/manifest.ts';
import type { Registry } from '../../src/registry/registry.ts';
import type { NewVersion } from '../../src/registry/version-files.ts';

const LABELS = Array.from({ length: 10 }, (_, k) => `label ${k}`);
const PHOTOS_PER_LABEL = 100;

/** An embedding such as a backbone gives: unit vectors of mostly small numbers. */
export function syntheticEmbedding(
	parts: readonly number[],
	random: () => number,
): Float32Array<ArrayBuffer> {
	const embedding = new Float32Array(parts.reduce((sum, size) => sum + size, 0));
	let start = 0;
	for (const size of parts) {
		const part = embedding.subarray(start, start + size);
		for (let d = 0; d < size; d++) part[d] = random() ** 8;
		const length = Math.hypot(...part);
		for (let d = 0; d < size; d++) part[d] /= length;
		start += size;
	}
	return embedding;
}

/** A version as large as one of ten labels with a hundred photos each. */
export function syntheticVersion(
	{ id, sha256, parts, dimension, input }: BackboneManifest,
	seed: number,
): NewVersion {
	const random = seededRandom(seed * 7919);
	const photos = Array.from({ length: LABELS.length * PHOTOS_PER_LABEL }, (_, photo) => ({
		embedding: syntheticEmbedding(parts, random),
		label: photo % LABELS.length,
		photo,
	}));
	const weights = matrix(LABELS.length, dimension);
	for (let n = 0; n < weights.data.length; n++) weights.data[n] = random() - 0.5;
	const classifier: Classifier = {
		labels: LABELS,
		head: { weights, bias: new Float32Array(LABELS.length) },
		temperature: 1,
		familiarity: { middle: 0.1, slope: 50 },
		threshold: 0.5,
		references: packReferences(photos, { parts, labelCount: LABELS.length }),
	};
	const { familiarity, threshold } = classifier;
	const probabilities = photos.map(({ label }) =>
		Float32Array.from(LABELS, (_, k) => (k === label ? 0.91 : 0.01)),
	);
	const judged = photos.map(({ label }, n) => ({ label, probabilities: probabilities[n] }));
	return {
		classifier,
		evaluation: evaluate(judged, LABELS, 'out-of-fold'),
		golden: recordGolden(classifier),
		calibration: { temperature: 1, familiarity, threshold, keeps: 0.9 },
		dataset: {
			photos: photos.map(({ label, photo }) => ({
				sha256: photo.toString(16).padStart(64, '0'),
				label: LABELS[label],
				group: photo,
				fold: photo % 5,
				excluded: false,
			})),
			leftOut: [],
		},
		predictions: encodePredictions(probabilities),
		manifest: {
			format: FORMAT,
			labels: LABELS,
			backbone: {
				id,
				sha256,
				parts: [...parts],
				preprocessing: { resize: 'squash', width: input.width, height: input.height },
			},
			training: {
				dataset: '0'.repeat(64),
				photos: photos.length,
				holdout: 0,
				excluded: 0,
				views: ['original'],
				seed,
				folds: 5,
				inverseRegularisation: 0.03,
				code: 'bench',
			},
		},
		attribution: '',
	};
}

/** Servers with a model each; their files are links to those of the first, so that they cost no disk. */
export async function writeGuilds(
	registry: Registry,
	folder: string,
	count: number,
	version: NewVersion,
): Promise<string[]> {
	const [first, ...others] = Array.from({ length: count }, (_, n) => `1${String(n).padStart(17, '0')}`);
	const name = await registry.write(first, version);
	await registry.promote(name);
	const model = join(folder, first, name.version);
	const files = await readdir(model);
	for (const guild of others) {
		await mkdir(join(folder, guild, name.version), { recursive: true });
		for (const file of files) await link(join(model, file), join(folder, guild, name.version, file));
		await link(join(folder, first, 'aliases.json'), join(folder, guild, 'aliases.json'));
	}
	return [first, ...others];
}

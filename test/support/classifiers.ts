import { seededRandom } from '../../src/dataset/random.ts';
import type { Classifier } from '../../src/model/classifier.ts';
import { matrix } from '../../src/model/linear-algebra/matrix.ts';
import { packReferences } from '../../src/model/references.ts';

export const LABELS = ['boar', 'crow', 'monkey'] as const;
/** Sizes of the unit vectors of the embeddings that `classifierOf` classifies. */
export const PARTS = [4, 4] as const;
const DIMENSION = 8;

/** An embedding that points along one label in each part; the last direction of a part belongs to no label. */
export function embeddingOf(label: number, rest = 0): Float32Array<ArrayBuffer> {
	const embedding = new Float32Array(DIMENSION).fill(rest);
	embedding[label] = 1;
	embedding[PARTS[0] + label] = 1;
	return embedding;
}

/** A small classifier that knows `embeddingOf` the three labels; another seed, another bias. */
export function classifierOf(seed = 1): Classifier {
	const random = seededRandom(seed);
	const weights = matrix(LABELS.length, DIMENSION);
	for (const label of LABELS.keys()) weights.data.set(embeddingOf(label, -0.5), label * DIMENSION);
	return {
		labels: LABELS,
		head: { weights, bias: Float32Array.from(LABELS, () => random() * 0.25) },
		temperature: 0.5,
		familiarity: { middle: 0.6, slope: 25 },
		threshold: 0.7,
		references: packReferences(
			[...LABELS.keys(), ...LABELS.keys()].map((label, photo) => ({
				embedding: embeddingOf(label),
				label,
				photo,
			})),
			{ parts: PARTS, labelCount: LABELS.length },
		),
	};
}

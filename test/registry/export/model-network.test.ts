import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/model/classifier.ts';
import { encodeModel } from '../../../src/model/formats/onnx/model.ts';
import { InferenceSession, Tensor } from '../../../src/model/onnx-runtime.ts';
import { ifItHadToBeOne } from '../../../src/model/prediction.ts';
import { modelNetwork } from '../../../src/registry/export/model-network.ts';
import { embeddingOf } from '../../support/classifiers.ts';
import { newVersion } from '../../support/versions.ts';

/** Stands for a backbone: it hands embeddings through. */
const BACKBONE = encodeModel({
	inputs: [{ name: 'pixels', type: 'float32', shape: ['N', 8] }],
	outputs: [{ name: 'embedding', type: 'float32', shape: ['N', 8] }],
	nodes: [{ operator: 'Identity', inputs: ['pixels'], outputs: ['embedding'], attributes: {} }],
	initializers: [],
});

const EMBEDDINGS = [
	embeddingOf(0, 0.1),
	embeddingOf(1, 0.3),
	embeddingOf(2),
	embeddingOf(0).map((value) => -value),
];

async function run(network: Uint8Array) {
	const session = await InferenceSession.create(network);
	const input = Float32Array.from(EMBEDDINGS.flatMap((embedding) => [...embedding]));
	const { probabilities, confidences } = await session.run({
		pixels: new Tensor('float32', input, [EMBEDDINGS.length, 8]),
	});
	await session.release();
	return {
		probabilities: probabilities?.data as Float32Array,
		confidences: confidences?.data as Float32Array,
	};
}

describe('a version as one network', () => {
	const { classifier } = newVersion(3);
	const place = (n: number, label: string) => n * classifier.labels.length + classifier.labels.indexOf(label);

	it.each([
		['like other labels', classifier],
		[
			'of all kinds',
			{
				...classifier,
				familiarity: { middle: 0.6, slope: 25, others: { middle: 0.9, slope: 9, share: 0.7 } },
			},
		],
	])('says what is said in chat, strangers %s included', async (_, classifier) => {
		const { probabilities, confidences } = await run(modelNetwork(BACKBONE, classifier));
		for (const [n, embedding] of EMBEDDINGS.entries()) {
			const { ranking } = classify(classifier, embedding);
			for (const { label, confidence } of ranking)
				expect(confidences[place(n, label)]).toBeCloseTo(confidence, 5);
			for (const { label, confidence } of ifItHadToBeOne(ranking))
				expect(probabilities[place(n, label)]).toBeCloseTo(confidence, 4);
		}
	});

	it('takes every photo for one of its labels where nothing tells', async () => {
		const { probabilities, confidences } = await run(
			modelNetwork(BACKBONE, { ...classifier, familiarity: null }),
		);
		expect([...confidences]).toEqual([...probabilities]);
	});
});

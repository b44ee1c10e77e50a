import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseKerasFile } from '../../../../src/model/formats/keras/keras-file.ts';
import { encodeH5, encodeKeras } from '../../../../src/model/formats/keras/write.ts';
import { functionalConfiguration } from '../../../../src/model/formats/keras-export/configuration.ts';
import { GraphConversion } from '../../../../src/model/formats/keras-export/graph-conversion.ts';
import { LayerGraph } from '../../../../src/model/formats/keras-export/layer-graph.ts';
import { normalisationOf, type Size } from '../../../../src/model/formats/network/pixels.ts';
import { cutValues } from '../../../../src/model/formats/onnx/cut-backbone.ts';
import { ForeignGraph } from '../../../../src/model/formats/onnx/foreign-graph.ts';
import { parseForeignModel } from '../../../../src/model/formats/onnx/foreign-model.ts';
import { wholeNetwork } from '../../../../src/model/formats/whole-network.ts';
import { runOnnx } from '../../support/onnx.ts';

const PHOTOS = 3;

function pictures({ width, height }: Size): Uint8Array {
	return Uint8Array.from({ length: PHOTOS * width * height * 3 }, (_, n) => (n * n * 31 + n * 7) % 251);
}

const fileAt = (path: string) => new Uint8Array(readFileSync(new URL(path, import.meta.url)));

/** What an ONNX graph gives, as a Keras file of one format read back. */
async function throughKeras(onnx: Uint8Array, output: string, input: Size, format: 'h5' | 'keras') {
	const layers = new LayerGraph();
	const graph = new ForeignGraph(parseForeignModel(onnx));
	const conversion = new GraphConversion(graph, layers, {
		input,
		numbers: '0..255',
		scalingLayer: 'rescaling',
	});
	const described = layers.finish(conversion.vector(output));
	const file = {
		configuration: functionalConfiguration(described, 'Functional'),
		weights: described.weights,
		metadata: { labels: ['a'], range: '0..255' as const },
	};
	const model = await parseKerasFile(await (format === 'h5' ? encodeH5(file) : encodeKeras(file)));
	return wholeNetwork(model, '0..255').onnx;
}

async function expectTheSame(before: Uint8Array, output: string, after: Uint8Array, size: Size) {
	const photos = pictures(size);
	const wanted = (await runOnnx(before, photos, size))[output] as Float32Array;
	const { probabilities = new Float32Array() } = await runOnnx(after, photos, size);
	expect(probabilities.length).toBe(wanted.length);
	for (const [n, value] of wanted.entries())
		expect(Math.abs(value - (probabilities[n] as number))).toBeLessThan(1e-5);
}

describe('an ONNX network as a Keras file', () => {
	it.each([
		'keras-1.2.h5',
		'keras-2-sequential.h5',
		'keras-2-functional.h5',
		'keras-3-sequential.keras',
		'keras-3-functional.keras',
		'keras-3-others.keras',
	])('says what it said when it came as %s', async (name) => {
		const model = await parseKerasFile(fileAt(`../keras/golden/${name}`));
		const before = wholeNetwork(model, '0..1').onnx;
		for (const format of ['h5', 'keras'] as const) {
			const after = await throughKeras(before, 'probabilities', model.input, format);
			await expectTheSame(before, 'probabilities', after, model.input);
		}
	});

	it.each(['dense.onnx', 'convolution.onnx', 'qdq.onnx'])(
		'says what it said as others wrote it: %s',
		async (name) => {
			const size = { width: 24, height: 32 };
			const graph = new ForeignGraph(parseForeignModel(fileAt(`../../../interop/onnx/${name}`)));
			const input = { ...size, layout: 'nchw' as const };
			const [value = ''] = graph.model.outputs;
			const before = cutValues(graph, { input, normalisation: normalisationOf('-1..1') }, [{ value }]);
			const after = await throughKeras(before, 'part_0', size, 'h5');
			if (name !== 'qdq.onnx') return expectTheSame(before, 'part_0', after, size);
			// Keras does not round to eight bits: only what is likeliest stays.
			const photos = pictures(size);
			const [rounded, float] = [
				(await runOnnx(before, photos, size))['part_0'],
				(await runOnnx(after, photos, size))['probabilities'],
			] as [Float32Array, Float32Array];
			for (const [n, probability] of rounded.entries())
				expect(Math.abs(probability - (float[n] as number))).toBeLessThan(0.05);
		},
	);
});

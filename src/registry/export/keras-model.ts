import { EMBEDDING } from '../../model/backbone/manifest.ts';
import type { Classifier } from '../../model/classifier.ts';
import { addDense } from '../../model/formats/keras-export/dense-operators.ts';
import { embeddingSources } from '../../model/formats/keras-export/embedding-sources.ts';
import {
	GraphConversion,
	type GraphConversionOptions,
} from '../../model/formats/keras-export/graph-conversion.ts';
import {
	type KerasModelDescription,
	LayerGraph,
	type LayerResult,
} from '../../model/formats/keras-export/layer-graph.ts';
import { addScaling, uniformly } from '../../model/formats/keras-export/scaling.ts';
import { addUnitLength } from '../../model/formats/keras-export/unit-length.ts';
import { ForeignGraph } from '../../model/formats/onnx/foreign-graph.ts';
import { parseForeignModel } from '../../model/formats/onnx/foreign-model.ts';
import { DamagedNetwork } from '../../model/formats/refusal.ts';
import { isScoresHead } from '../../model/network-scores.ts';

/**
 * A version as a functional Keras model, backbone included: from a photo to calibrated probabilities of its labels. A whole
 * network is what it was, and its temperature; of any other the head stands on the embedding.
 *
 * @param backbone the file of the one that the version was made on
 * @throws {DamagedNetwork | UnsupportedNetwork} where the backbone does what no Keras layer does
 */
export function kerasModelOf(
	backbone: Uint8Array,
	{ head, temperature, labels }: Classifier,
	options: GraphConversionOptions,
): KerasModelDescription {
	// No Buffer, whose `slice` gives a view and no copy.
	const graph = new ForeignGraph(parseForeignModel(new Uint8Array(backbone)));
	const layers = new LayerGraph();
	const conversion = new GraphConversion(graph, layers, options);
	const { vectors, scores } = embeddingSources(graph, EMBEDDING);
	const logits =
		scores !== undefined && isScoresHead(head)
			? addScaling(
					layers,
					conversion.vector(scores),
					uniformly(labels.length, 1 / temperature, 0),
					options.scalingLayer,
				)
			: headOn(
					layers,
					vectors.map((vector) => conversion.vector(vector)),
					{ head, temperature, options },
				);
	return layers.finish(layers.add('Softmax', { axis: -1 }, [logits], [labels.length]));
}

/**
 * The head on vectors brought to length 1. What a whole network says of its own classes comes after them in an embedding, in
 * units too small for a head to have learnt anything from: it is left out.
 */
function headOn(
	layers: LayerGraph,
	vectors: readonly LayerResult[],
	{
		head: { weights, bias },
		temperature,
		options: { scalingLayer },
	}: Pick<Classifier, 'head' | 'temperature'> & { readonly options: GraphConversionOptions },
): LayerResult {
	const { rows, columns, data } = weights;
	const units = vectors.map((vector) => addUnitLength(layers, vector, scalingLayer));
	const inputs = units.reduce((sum, { shape }) => sum + (shape[0] as number), 0);
	if (inputs / 2 > columns) throw new DamagedNetwork(`its head reads ${columns} numbers of ${inputs / 2}`);
	const kernel = new Float32Array(inputs * rows);
	let [read, written] = [0, 0];
	for (const { shape } of vectors) {
		const [length = 0] = shape;
		for (let n = 0; n < length; n++)
			for (let k = 0; k < rows; k++)
				kernel[(written + n) * rows + k] = (data[k * columns + read + n] as number) / temperature;
		read += length;
		// The other half is what came in, turned round.
		written += 2 * length;
	}
	const [first] = units;
	const joined =
		units.length === 1 ? (first as LayerResult) : layers.add('Concatenate', { axis: -1 }, units, [inputs]);
	return addDense(layers, joined, {
		kernel: { shape: [inputs, rows], data: kernel },
		bias: bias.map((value) => value / temperature),
		outputs: rows,
	});
}

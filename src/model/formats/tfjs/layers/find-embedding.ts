import type { Layer, Topology } from './topology.ts';

/** What may come between a network's fully connected layers, and after the last. */
const IN_BETWEEN = new Set(['Activation', 'Dropout', 'Flatten', 'Reshape', 'ReLU', 'Softmax']);

const POOLING = new Set(['GlobalAveragePooling2D', 'AveragePooling2D', 'GlobalMaxPooling2D']);

/**
 * The layer whose result the fully connected layers at the end of a network work on: what it knows of the photo before
 * it speaks of classes. A classifier trained on top of another network, as Teachable Machine does, has several of them,
 * and all but the first know only its own classes. The output itself where there are none.
 */
export function findEmbeddingLayer(topology: Topology): string {
	let found = topology.outputs[0]?.layer ?? '';
	for (const { layer, input } of upstream(topology)) {
		if (isClassifier(topology, layer)) found = input;
		else if (!IN_BETWEEN.has(layer.className)) break;
	}
	return found;
}

/** Layers from the output back, each with the name of the layer before it; of models inside the model, their layers. */
function* upstream(topology: Topology): Generator<{ layer: Layer; input: string }> {
	const seen = new Set<string>();
	let [reference] = topology.outputs;
	while (reference && !seen.has(reference.layer)) {
		seen.add(reference.layer);
		const layer = topology.layers.get(reference.layer);
		if (!layer) return;
		[reference] = layer.calls[0]?.inputs ?? [];
		if (layer.topology) yield* upstream(layer.topology);
		else if (reference) yield { layer, input: reference.layer };
	}
}

function isClassifier(topology: Topology, { className, config, calls }: Layer): boolean {
	if (className === 'Dense') return true;
	if (className !== 'Conv2D' || !isOne(config['kernel_size'])) return false;
	// A convolution of one pixel stands in for a fully connected layer where there is one pixel only.
	let [reference] = calls[0]?.inputs ?? [];
	for (let steps = 0; reference && steps < 4; steps++) {
		const layer = topology.layers.get(reference.layer);
		if (layer && POOLING.has(layer.className)) return true;
		if (!layer || !IN_BETWEEN.has(layer.className)) return false;
		[reference] = layer.calls[0]?.inputs ?? [];
	}
	return false;
}

function isOne(kernelSize: unknown): boolean {
	return Array.isArray(kernelSize) ? kernelSize.every((side) => side === 1) : kernelSize === 1;
}

import type { Constant } from '../constant.ts';
import { DamagedNetwork, within } from '../refusal.ts';
import type { Layer, Topology } from '../tfjs/layers/topology.ts';
import type { Hdf5Group } from './hdf5.ts';
import { parameterNames, snakeCase } from './layer-parameters.ts';

/** Weights by the name `layer/parameter`. */
export type KerasWeights = ReadonlyMap<string, Constant>;

/**
 * From a file of the older format (`.h5`): the weights of each layer in order, whatever they are called; those of a
 * model inside the model by name, since there Keras puts all that is trained first.
 */
export function readLayerWeights({ layers }: Topology, weights: Hdf5Group): KerasWeights {
	const named = new Map<string, Constant>();
	const stored = new Set(weights.texts('layer_names'));
	for (const layer of layers.values()) {
		if (!stored.has(layer.name)) continue;
		within(`layer “${layer.name}” (${layer.className})`, () => {
			const group = weights.group(layer.name);
			const paths = group.texts('weight_names');
			if (layer.topology) readInnerWeights(layer.topology, group, paths, named);
			else readInOrder(layer, paths, (path) => group.numbers(path), named);
		});
	}
	return named;
}

function readInOrder(
	layer: Layer,
	paths: readonly string[],
	read: (path: string) => Constant,
	into: Map<string, Constant>,
): void {
	const names = parameterNames(layer.className, layer.config);
	if (names.length !== paths.length) {
		throw new DamagedNetwork(`it has ${paths.length} weights, and needs ${names.length}`);
	}
	for (const [index, name] of names.entries())
		into.set(`${layer.name}/${name}`, read(paths[index] as string));
}

function readInnerWeights(
	topology: Topology,
	group: Hdf5Group,
	paths: readonly string[],
	into: Map<string, Constant>,
): void {
	const inner = innerLayers(topology);
	for (const path of paths) {
		const [layerName = '', parameter = ''] = path.replace(/:\d+$/, '').split('/').slice(-2);
		const layer = inner.get(layerName);
		if (!layer) throw new DamagedNetwork(`there is no layer “${layerName}” in it`);
		// Keras 3 calls the kernel of a depthwise convolution like any other.
		const name =
			layer.className === 'DepthwiseConv2D' && parameter === 'kernel' ? 'depthwise_kernel' : parameter;
		into.set(`${layerName}/${name}`, group.numbers(path));
	}
}

function innerLayers({ layers }: Topology): Map<string, Layer> {
	return new Map(
		[...layers.values()].flatMap((layer): (readonly [string, Layer])[] =>
			layer.topology ? [...innerLayers(layer.topology)] : [[layer.name, layer]],
		),
	);
}

/** From a `.keras` file, where a layer is known by its type and which of that type it is: `layers/conv2d_1/vars/0`. */
export function readNumberedWeights({ layers }: Topology, weights: Hdf5Group): KerasWeights {
	const named = new Map<string, Constant>();
	addNumbered(layers, weights, named);
	return named;
}

function addNumbered(layers: Topology['layers'], container: Hdf5Group, into: Map<string, Constant>): void {
	const counts = new Map<string, number>();
	for (const layer of layers.values()) {
		const type = snakeCase(layer.className);
		const count = counts.get(type) ?? 0;
		counts.set(type, count + 1);
		const names = parameterNames(layer.className, layer.config);
		if (names.length === 0 && !layer.topology) continue;
		within(`layer “${layer.name}” (${layer.className})`, () => {
			const group = container.group('layers').group(count === 0 ? type : `${type}_${count}`);
			if (layer.topology) return addNumbered(layer.topology.layers, group, into);
			const variables = group.group('vars');
			const paths = names.map((_, index) => String(index));
			readInOrder(layer, paths, (path) => variables.numbers(path), into);
		});
	}
}

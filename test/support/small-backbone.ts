import { join } from 'node:path';
import { seededRandom } from '../../src/dataset/random.ts';
import { type Backbone, readBackbone, writeBackbone } from '../../src/model/backbone/folder.ts';
import { EMBEDDING } from '../../src/model/backbone/manifest.ts';
import { convolve } from '../../src/model/formats/network/convolution.ts';
import { activate } from '../../src/model/formats/network/elementwise.ts';
import { concatenate, flatten } from '../../src/model/formats/network/layout.ts';
import { Network, type Value } from '../../src/model/formats/network/network.ts';
import { normaliseLength } from '../../src/model/formats/network/normalisation.ts';
import { pixels, scale } from '../../src/model/formats/network/pixels.ts';
import { globalPool } from '../../src/model/formats/network/pooling.ts';

const SIZE = { width: 48, height: 48 };
const CHANNELS = 24;

export interface SmallBackboneOptions {
	/** Decides its weights; those of another seed see other things. */
	readonly seed: number;
	/** One that sees next to nothing: the colours of four pixels. */
	readonly isBlind?: boolean;
	/** The same numbers in another order: another backbone, as able as its twin. */
	readonly isReversed?: boolean;
}

/**
 * Installs a backbone of two layers of random weights, as `<data folder>/backbones/<id>`: it tells drawn pictures apart,
 * takes a millisecond, and needs no file that is not made here.
 */
export async function installSmallBackbone(
	dataFolder: string,
	id: string,
	{ seed, isBlind = false, isReversed = false }: SmallBackboneOptions,
): Promise<Backbone> {
	const network = new Network();
	const photo = scale(network, pixels(network, SIZE), '-1..1');
	const parts = (isBlind ? [fewPixels(network, photo)] : features(network, photo, seededRandom(seed))).map(
		(vector) => normaliseLength(network, vector),
	);
	if (isReversed) parts.reverse();
	network.output(EMBEDDING, concatenate(network, parts, 0));
	const lengths = parts.map(({ shape }) => shape[0] as number);
	const folder = join(dataFolder, 'backbones', id);
	await writeBackbone(folder, network.finish(), {
		id,
		input: SIZE,
		parts: lengths,
		dimension: lengths.reduce((sum, length) => sum + length, 0),
		licence: 'MIT',
		sources: [],
	});
	return readBackbone(folder);
}

function features(network: Network, photo: Value, random: () => number): Value[] {
	const seen = layer(network, layer(network, photo, 3, random), CHANNELS, random);
	return (['GlobalAveragePool', 'GlobalMaxPool'] as const).map((operator) =>
		globalPool(network, operator, seen),
	);
}

function fewPixels(network: Network, photo: Value): Value {
	const sampled = convolve(network, photo, {
		kernel: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
		kernelShape: [3, 3, 1, 1],
		strides: [24, 24],
		dilations: [1, 1],
		padding: 'valid',
		groups: 1,
	});
	return flatten(network, sampled);
}

function layer(network: Network, input: Value, channels: number, random: () => number): Value {
	const kernelShape = [CHANNELS, channels, 3, 3] as const;
	const kernel = Float32Array.from(
		{ length: CHANNELS * channels * 9 },
		() => ((random() * 2 - 1) * 2) / Math.sqrt(channels * 9),
	);
	const convolved = convolve(network, input, {
		kernel,
		kernelShape,
		bias: Float32Array.from({ length: CHANNELS }, () => random() - 0.5),
		strides: [2, 2],
		dilations: [1, 1],
		padding: 'valid',
		groups: 1,
	});
	return activate(network, convolved, 'relu');
}

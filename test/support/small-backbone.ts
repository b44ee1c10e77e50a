import { join } from 'node:path';
import { seededRandom } from '../../src/dataset/random.ts';
import { type Backbone, readBackbone, writeBackbone } from '../../src/model/backbone/folder.ts';
import { EMBEDDING } from '../../src/model/backbone/manifest.ts';
import { convolve } from '../../src/model/formats/network/convolution.ts';
import { activate } from '../../src/model/formats/network/elementwise.ts';
import { concatenate } from '../../src/model/formats/network/layout.ts';
import { Network, type Value } from '../../src/model/formats/network/network.ts';
import { normaliseLength } from '../../src/model/formats/network/normalisation.ts';
import { pixels, scale } from '../../src/model/formats/network/pixels.ts';
import { globalPool } from '../../src/model/formats/network/pooling.ts';

const SIZE = { width: 48, height: 48 };
const CHANNELS = 24;

export interface SmallBackboneOptions {
	/** Decides its weights; those of another seed see other things. */
	readonly seed: number;
	/** One that sees next to nothing: how bright a photo is. */
	readonly isBlind?: boolean;
}

/**
 * Installs a backbone of two layers of random weights, as `<data folder>/backbones/<id>`: it tells drawn pictures apart,
 * takes a millisecond, and needs no file that is not made here.
 */
export async function installSmallBackbone(
	dataFolder: string,
	id: string,
	{ seed, isBlind = false }: SmallBackboneOptions,
): Promise<Backbone> {
	const network = new Network();
	const photo = scale(network, pixels(network, SIZE), '-1..1');
	const random = seededRandom(seed);
	const see = isBlind ? photo : layer(network, layer(network, photo, 3, random), CHANNELS, random);
	const parts = (
		isBlind ? (['GlobalAveragePool'] as const) : (['GlobalAveragePool', 'GlobalMaxPool'] as const)
	).map((operator) => normaliseLength(network, globalPool(network, operator, see)));
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

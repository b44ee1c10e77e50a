import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { UserError } from '../../../../src/errors.ts';
import { convertKerasFile } from '../../../../src/model/formats/keras/convert.ts';
import { convertGuarded } from '../../../../src/model/formats/keras/guarded.ts';
import { writeHdf5 } from '../../../../src/model/formats/keras/hdf5.ts';
import { openZip } from '../../../../src/model/formats/keras/zip.ts';

const golden = (name: string) => fileURLToPath(new URL(`golden/${name}`, import.meta.url));
const H5 = golden('keras-3-functional.h5');
const KERAS = golden('keras-3-functional.keras');

let folder: string;
let path: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-keras-'));
	path = join(folder, 'model');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusalOf = (attempt: Promise<unknown>) =>
	attempt.then(
		() => expect.fail('it was taken'),
		(error: UserError) => ({ code: error.code, ...error.details }),
	);
const attempt = () => refusalOf(convertKerasFile(path, ['0..1']));

/** A layer as configurations have it. */
interface Layer {
	class_name: string;
	config: Record<string, unknown>;
	inbound_nodes: { args: unknown[] }[];
}

async function rewriteConfiguration(change: (layers: Layer[]) => void): Promise<void> {
	const original = await openZip(await readFile(KERAS));
	const text = async (name: string) => Buffer.from((await original.read(name, 1e9)) ?? []);
	const config = JSON.parse((await text('config.json')).toString());
	change(config.config.layers);
	const zip = new ZipFile();
	zip.addBuffer(Buffer.from(JSON.stringify(config)), 'config.json');
	zip.addBuffer(await text('model.weights.h5'), 'model.weights.h5');
	zip.end();
	await pipeline(zip.outputStream, createWriteStream(path));
}

const layerOf = (layers: readonly Layer[], className: string) =>
	layers.find(({ class_name }) => class_name === className) as Layer;

describe('A Keras file is refused', () => {
	test.each([0, 7, 100, 4000, 20_000])('when it is cut short after %i bytes', async (bytes) => {
		await writeFile(path, (await readFile(H5)).subarray(0, bytes));
		expect(await attempt()).toMatchObject({ code: 'network-damaged', path });
	});

	test('when it is an archive that is cut short', async () => {
		await writeFile(path, (await readFile(KERAS)).subarray(0, 20_000));
		expect(await attempt()).toMatchObject({ code: 'network-damaged', path });
	});

	test('when a layer runs code, whose type is named', async () => {
		await rewriteConfiguration((layers) => {
			const layer = layerOf(layers, 'GlobalAveragePooling2D');
			layer.class_name = 'Lambda';
			layer.config = { name: 'pool', function: { class_name: '__lambda__', config: { code: '4wEAAAA=' } } };
		});
		expect(await attempt()).toEqual({
			code: 'conversion-unsupported',
			format: 'Keras',
			what: 'the layer type in layer “pool” (Lambda)',
		});
	});

	test('when its layers depend on one another in a circle', async () => {
		await rewriteConfiguration((layers) => {
			const [sum, last] = [layerOf(layers, 'Add'), layerOf(layers, 'Dense')];
			sum.inbound_nodes = last.inbound_nodes;
		});
		expect(await attempt()).toMatchObject({
			code: 'network-damaged',
			reason: expect.stringContaining('itself'),
		});
	});

	test('when a layer claims a shape that its weights do not have', async () => {
		await rewriteConfiguration((layers) => {
			layerOf(layers, 'InputLayer').config['batch_shape'] = [null, 12, 12, 3];
			layerOf(layers, 'Conv2D').config['strides'] = [1e9, 1];
		});
		expect(await attempt()).toMatchObject({ code: 'network-damaged' });
	});

	test('when it takes absurdly large photos', async () => {
		await rewriteConfiguration((layers) => {
			layerOf(layers, 'InputLayer').config['batch_shape'] = [null, 1e6, 1e6, 3];
		});
		expect(await attempt()).toMatchObject({ code: 'conversion-unsupported' });
	});

	test('when its archive is a bomb', async () => {
		const zip = new ZipFile();
		zip.addBuffer(Buffer.alloc(70e6), 'config.json');
		zip.end();
		await pipeline(zip.outputStream, createWriteStream(path));
		expect(await attempt()).toMatchObject({
			code: 'network-damaged',
			reason: 'config.json unfolds to more than 64 MB',
		});
	});

	test('when its weights are not numbers', async () => {
		await writeFile(path, await h5WithWeights(new Float32Array(3 * 2).fill(Number.NaN), [3, 2]));
		expect(await attempt()).toMatchObject({
			code: 'network-damaged',
			reason: expect.stringContaining('not all finite'),
		});
	});

	test('when it has weights only', async () => {
		await writeFile(path, await writeHdf5((root) => root.create_group('dense')));
		expect(await attempt()).toMatchObject({ code: 'conversion-unsupported' });
	});

	test('when its weights lie in another file', async () => {
		const linked = await h5WithWeights(new Float32Array(0), [0], '/etc/hostname');
		await writeFile(path, linked);
		expect(await attempt()).toMatchObject({ code: 'network-damaged' });
	});
});

describe('The process that reads Keras files', () => {
	test('hands over what it read', async () => {
		const { input, classes, networks } = await convertGuarded(H5, ['0..1']);
		expect({ input, classes, ranges: networks.map(({ range }) => range) }).toEqual({
			input: { width: 12, height: 12 },
			classes: 3,
			ranges: ['0..1'],
		});
	});

	test('hands over refusals', async () => {
		expect(await refusalOf(convertGuarded(join(folder, 'none.h5'), ['0..1']))).toMatchObject({
			code: 'file-not-found',
		});
	});

	test('is ended when it takes too long', async () => {
		const limits = { limitSeconds: 0.001 };
		expect(await refusalOf(convertGuarded(H5, ['0..1'], limits))).toMatchObject({
			code: 'network-too-demanding',
			limitSeconds: 0.001,
		});
	});

	test('is ended when it takes too much memory', async () => {
		// Zeros that are compressed to nothing, and 800 MB when they are read.
		const zeros = await writeHdf5((root) => describeDense(root, 2e8, [2e8, 1]));
		await writeFile(path, zeros);
		expect(await refusalOf(convertGuarded(path, ['0..1'], { limitMb: 300 }))).toMatchObject({
			code: 'network-too-demanding',
			limitMb: 300,
		});
	});

	test('is ended when nobody waits any more', async () => {
		const signal = AbortSignal.abort();
		expect(await refusalOf(convertGuarded(H5, ['0..1'], { signal }))).toMatchObject({ code: 'cancelled' });
	});
});

type Root = Parameters<Parameters<typeof writeHdf5>[0]>[0];

/** A network of one dense layer on photos of one pixel. */
function describeDense(root: Root, units: number, shape: number[], data?: Float32Array, file?: string): void {
	const layers = [
		{ class_name: 'Flatten', config: { name: 'flatten', batch_input_shape: [null, 1, 1, 3] } },
		{ class_name: 'Dense', config: { name: 'dense', units, use_bias: false, activation: 'softmax' } },
	];
	root.create_attribute('keras_version', '2.15.0');
	root.create_attribute('model_config', JSON.stringify({ class_name: 'Sequential', config: { layers } }));
	const weights = root.create_group('model_weights');
	weights.create_attribute('layer_names', ['dense']);
	const dense = weights.create_group('dense');
	dense.create_attribute('weight_names', ['kernel']);
	if (file !== undefined) dense.create_external_link(file, '/', 'kernel');
	else if (data) dense.create_dataset({ name: 'kernel', data, shape, dtype: '<f4' });
	else {
		const chunks = shape.map((length) => Math.min(length, 1e6));
		const first = new Float32Array(chunks.reduce((a, b) => a * b));
		const stored = { name: 'kernel', data: first, shape: chunks, maxshape: shape, chunks, dtype: '<f4' };
		dense.create_dataset({ ...stored, compression: 'gzip' }).resize(shape);
	}
}

const h5WithWeights = (data: Float32Array, shape: number[], file?: string) =>
	writeHdf5((root) => describeDense(root, 2, shape, data, file));

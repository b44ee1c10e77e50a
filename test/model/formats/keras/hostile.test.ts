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
import { writeHdf5 } from '../../../../src/model/formats/keras/hdf5.ts';
import { openZip } from '../../../../src/model/formats/zip.ts';
import { h5WithWeights } from './dense-h5.ts';

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

const attempt = () =>
	convertKerasFile(path, ['0..1']).then(
		() => expect.fail('it was taken'),
		(error: UserError) => ({ code: error.code, ...error.details }),
	);

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

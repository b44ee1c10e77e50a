import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isUserError } from '../../../src/errors.ts';
import { convertLayersModel, type WholeNetwork } from '../../../src/model/formats/whole-network.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise, random } from '../support/random.ts';
import { saveLayersModel, seedWeights, startTensorFlow } from '../support/tensorflow.ts';

const L = tf.layers;

let folder: string;

beforeAll(() => startTensorFlow('cpu'));
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'hantei-hostile-'));
	const input = tf.input({ shape: [8, 8, 3], name: 'photo' });
	const convolved = L.conv2d({ filters: 2, kernelSize: 3, padding: 'same', name: 'conv' }).apply(
		input,
	) as tf.SymbolicTensor;
	const normalised = L.batchNormalization({ name: 'norm' }).apply(convolved) as tf.SymbolicTensor;
	const sum = L.add({ name: 'sum' }).apply([convolved, normalised]) as tf.SymbolicTensor;
	const flat = L.flatten({ name: 'flat' }).apply(sum) as tf.SymbolicTensor;
	const end = L.dense({ units: 3, activation: 'softmax', name: 'end' }).apply(flat) as tf.SymbolicTensor;
	const model = tf.model({ inputs: input, outputs: end });
	seedWeights(model);
	await saveLayersModel(model, folder);
});
afterEach(() => rm(folder, { recursive: true }));

const attempt = () => convertLayersModel(folder, { range: '0..1' });

/** The parts of model.json that the tests break. */
interface Model {
	class_name: string;
	config: { name?: string; layers: unknown[]; input_layers: unknown[]; output_layers: unknown[] };
}
interface Layer {
	class_name: string;
	name: string;
	config: Record<string, unknown>;
	inbound_nodes: unknown[];
}
interface Weight {
	name: string;
	shape: number[];
	dtype: string;
}
interface Json {
	modelTopology: Model;
	weightsManifest: [{ paths: string[]; weights: Weight[] }];
}

async function rewrite(change: (json: Json) => void): Promise<void> {
	const path = join(folder, 'model.json');
	const json = JSON.parse(await readFile(path, 'utf8'));
	change(json);
	await writeFile(path, JSON.stringify(json));
}

function layerOf(json: Json, name: string): Layer {
	return json.modelTopology.config.layers.find((layer) => (layer as Layer).name === name) as Layer;
}

function weightOf(json: Json, name: string): Weight {
	return json.weightsManifest[0].weights.find((weight) => weight.name === name) as Weight;
}

test('the network the tests break converts', () => {
	expect(attempt).not.toThrow();
});

describe('files', () => {
	test.each([
		[
			'a folder that is not there',
			() => rm(folder, { recursive: true }).then(() => mkdir(folder)),
			'file-not-found',
		],
		['model.json that is no JSON', () => writeFile(join(folder, 'model.json'), '{'), 'network-damaged'],
		[
			'model.json of something else',
			() => writeFile(join(folder, 'model.json'), '{"name":"hantei"}'),
			'network-damaged',
		],
		['model.json that is null', () => writeFile(join(folder, 'model.json'), 'null'), 'network-damaged'],
		['a weights file that is missing', () => rm(join(folder, 'weights.bin')), 'file-not-found'],
		[
			'a weights file that is a folder',
			() => rm(join(folder, 'weights.bin')).then(() => mkdir(join(folder, 'weights.bin'))),
			'file-unreadable',
		],
		[
			'a weights file cut short',
			() =>
				readFile(join(folder, 'weights.bin')).then((all) =>
					writeFile(join(folder, 'weights.bin'), all.subarray(0, 100)),
				),
			'network-damaged',
		],
		[
			'a weights file too long',
			() => writeFile(join(folder, 'weights.bin'), 'more', { flag: 'a' }),
			'network-damaged',
		],
	] as const)('%s: %s', async (_, prepare, code) => {
		await prepare();
		expect(attempt).toThrow(code);
	});
});

describe('model.json', () => {
	const changes: Record<string, [change: (json: Json) => void, code: string, says: string]> = {
		'weights outside the folder': [
			(json) => {
				json.weightsManifest[0].paths = ['../weights.bin'];
			},
			'conversion-unsupported',
			'another folder',
		],
		'weights of another shape': [
			(json) => {
				weightOf(json, 'conv/kernel').shape = [3, 3, 2, 3];
			},
			'network-damaged',
			'conv',
		],
		'a shape beyond all bytes': [
			(json) => {
				weightOf(json, 'conv/kernel').shape = [2 ** 40, 2 ** 40];
			},
			'network-damaged',
			'cut short',
		],
		'weights of texts': [
			(json) => {
				weightOf(json, 'conv/kernel').dtype = 'string';
			},
			'conversion-unsupported',
			'string',
		],
		'weights of integers': [
			(json) => {
				weightOf(json, 'conv/kernel').dtype = 'int32';
			},
			'network-damaged',
			'integers',
		],
		'two weights of one name': [
			(json) => {
				weightOf(json, 'conv/bias').name = 'conv/kernel';
			},
			'network-damaged',
			'conv/kernel',
		],
		'a weight that is missing': [
			(json) => {
				weightOf(json, 'conv/bias').name = 'other/bias';
			},
			'network-damaged',
			'bias is missing',
		],
		'a layer nobody knows': [
			(json) => {
				layerOf(json, 'flat').class_name = 'LSTM';
			},
			'conversion-unsupported',
			'LSTM',
		],
		'a layer named like a property of every object': [
			(json) => {
				layerOf(json, 'flat').class_name = 'toString';
			},
			'conversion-unsupported',
			'toString',
		],
		'an activation nobody knows': [
			(json) => {
				layerOf(json, 'conv').config.activation = 'constructor';
			},
			'conversion-unsupported',
			'constructor',
		],
		'channels first': [
			(json) => {
				layerOf(json, 'conv').config.data_format = 'channels_first';
			},
			'conversion-unsupported',
			'data_format',
		],
		'a stride of zero': [
			(json) => {
				layerOf(json, 'conv').config.strides = [0, 1];
			},
			'conversion-unsupported',
			'strides',
		],
		'a dilation beyond reason': [
			(json) => {
				layerOf(json, 'conv').config.dilation_rate = [2 ** 40, 1];
			},
			'network-damaged',
			'measure',
		],
		'a kernel larger than the photo': [
			(json) => {
				layerOf(json, 'conv').config.padding = 'valid';
				layerOf(json, 'conv').config.dilation_rate = [9, 9];
			},
			'network-damaged',
			'shape',
		],
		'layers in a circle': [
			(json) => {
				layerOf(json, 'conv').inbound_nodes = [[['sum', 0, 0, {}]]];
			},
			'network-damaged',
			'depends on itself',
		],
		'a layer that is not there': [
			(json) => {
				layerOf(json, 'conv').inbound_nodes = [[['nowhere', 0, 0, {}]]];
			},
			'network-damaged',
			'nowhere',
		],
		'a result that is not there': [
			(json) => {
				layerOf(json, 'norm').inbound_nodes = [[['conv', 0, 1, {}]]];
			},
			'network-damaged',
			'no result',
		],
		'a call that is not there': [
			(json) => {
				layerOf(json, 'norm').inbound_nodes = [[['conv', 7, 0, {}]]];
			},
			'network-damaged',
			'applied',
		],
		'a layer without input': [
			(json) => {
				layerOf(json, 'conv').inbound_nodes = [[]];
			},
			'network-damaged',
			'no input',
		],
		'two layers of one name': [
			(json) => {
				Object.assign(layerOf(json, 'sum'), { name: 'norm' });
			},
			'network-damaged',
			'one name',
		],
		'a photo of any size': [
			(json) => {
				layerOf(json, 'photo').config.batch_input_shape = [null, null, null, 3];
			},
			'conversion-unsupported',
			'input of shape',
		],
		'a photo without colours': [
			(json) => {
				layerOf(json, 'photo').config.batch_input_shape = [null, 8, 8, 1];
			},
			'conversion-unsupported',
			'input of shape',
		],
		'a photo of no size': [
			(json) => {
				layerOf(json, 'photo').config.batch_input_shape = [null, 0, 8, 3];
			},
			'network-damaged',
			'shape',
		],
		'a photo beyond all memory': [
			(json) => {
				layerOf(json, 'photo').config.batch_input_shape = [null, 2 ** 20, 2 ** 20, 3];
			},
			'conversion-unsupported',
			'as large as',
		],
		'two inputs': [
			(json) => {
				json.modelTopology.config.input_layers.push(['conv', 0, 0]);
			},
			'conversion-unsupported',
			'2 inputs',
		],
		'two outputs': [
			(json) => {
				json.modelTopology.config.output_layers.push(['conv', 0, 0]);
			},
			'conversion-unsupported',
			'several outputs',
		],
		'a connection of another version of Keras': [
			(json) => {
				layerOf(json, 'conv').inbound_nodes = [{ args: [], kwargs: {} }];
			},
			'conversion-unsupported',
			'connected',
		],
		'a model of a class of its own': [
			(json) => {
				json.modelTopology.class_name = 'Mine';
			},
			'conversion-unsupported',
			'Mine',
		],
	};

	test.each(Object.entries(changes))('with %s is refused', async (_, [change, code, says]) => {
		await rewrite(change);
		expect(attempt).toThrow(code);
		expect(attempt).toThrow(says);
	});

	test('with a thousand models inside each other is refused', async () => {
		await rewrite((json) => {
			let nested: object = json.modelTopology;
			for (let i = 0; i < 1000; i++) {
				nested = { class_name: 'Sequential', config: { name: `model ${i}`, layers: [nested] } };
			}
			json.modelTopology = nested as Model;
		});
		expect(attempt).toThrow('conversion-unsupported');
	});

	test('with twenty thousand layers in a row converts', async () => {
		await rewrite((json) => {
			const { layers } = json.modelTopology.config;
			let last = 'norm';
			for (let i = 0; i < 20_000; i++) {
				const name = `dropout ${i}`;
				layers.push({ class_name: 'Dropout', name, config: { name }, inbound_nodes: [[[last, 0, 0, {}]]] });
				last = name;
			}
			layerOf(json, 'flat').inbound_nodes = [[[last, 0, 0, {}]]];
		});
		expect(attempt).not.toThrow();
	});

	test('with weights named after the model too, as Keras does, converts', async () => {
		await rewrite((json) => {
			weightOf(json, 'conv/kernel').name = 'model_1/conv/kernel';
			weightOf(json, 'conv/bias').name = 'conv/cell/bias';
		});
		expect(attempt).not.toThrow();
	});

	test('is refused or converted, whatever happened to its text', async () => {
		const path = join(folder, 'model.json');
		const good = await readFile(path, 'utf8');
		const chance = random(17);
		const pick = (list: readonly string[]) => list[Math.floor(chance() * list.length)] as string;
		const numbers = ['0', '-1', '1e9', '0.5', 'null', '"x"', '[]', '{}', 'true'];
		const words = [...new Set(good.match(/"[^"]+"/g))];
		for (let round = 0; round < 300; round++) {
			const tokens = good.split(/("[^"]*"|-?\d+(?:\.\d+)?)/);
			for (let i = 0; i <= round % 4; i++) {
				const at = 1 + 2 * Math.floor((chance() * tokens.length) / 2);
				if (at < tokens.length) tokens[at] = tokens[at]?.startsWith('"') ? pick(words) : pick(numbers);
			}
			await writeFile(path, tokens.join(''));
			let converted: WholeNetwork;
			try {
				converted = attempt();
			} catch (error) {
				if (!isUserError(error)) throw error;
				continue;
			}
			// What was not refused must run.
			const { onnx, input, classes } = converted;
			const { probabilities } = await runOnnx(onnx, noise(input), input);
			expect(probabilities).toHaveLength(classes);
		}
	});
});

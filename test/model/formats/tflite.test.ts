import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { flatten } from '../../../src/model/formats/network/layout.ts';
import { Network } from '../../../src/model/formats/network/network.ts';
import { pixels, scale } from '../../../src/model/formats/network/pixels.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../../../src/model/formats/refusal.ts';
import { addTfliteModel } from '../../../src/model/formats/tflite/add-tflite-model.ts';
import { parseTflite } from '../../../src/model/formats/tflite/tflite-model.ts';
import { largestDifference, TOLERANCE } from '../support/closeness.ts';
import {
	bytes,
	type Field,
	type Fields,
	float32,
	int8,
	int32,
	int32s,
	table,
	tables,
	text,
	writeFlatbuffer,
} from '../support/flatbuffer.ts';
import { runOnnx } from '../support/onnx.ts';
import { noise, random } from '../support/random.ts';
import { photoTensor, startTensorFlow } from '../support/tensorflow.ts';
import { runTflite } from '../support/tflite.ts';

const INPUT = { height: 9, width: 12 };

beforeAll(() => startTensorFlow('cpu'));

const next = random(3);
const weights = (...shape: number[]) => ({
	shape,
	data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next() - 0.5),
});

interface Step {
	readonly code: number;
	readonly options?: Fields;
	/** The result of the step before comes first, or where it is `'previous'`. */
	readonly constants?: readonly (Constant | 'previous')[];
}
interface Constant {
	readonly shape: readonly number[];
	readonly data: Float32Array | Int32Array | Uint16Array;
}

/** A TFLite file of operations one after the other; tensor `k` is what step `k` makes, counted from 1. */
function tflite(steps: readonly Step[]): Uint8Array {
	const tensors: Fields[] = [tensor('0', [1, INPUT.height, INPUT.width, 3], 0, 0)];
	const buffers: Fields[] = [{}];
	const operators: Fields[] = [];
	let previous = 0;
	for (const [index, { options = {}, constants = [] }] of steps.entries()) {
		const inputs = constants.includes('previous') ? [] : [previous];
		for (const constant of constants) {
			if (constant === 'previous') {
				inputs.push(previous);
				continue;
			}
			const { data, shape } = constant;
			buffers.push({ 0: bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) });
			const type = data instanceof Float32Array ? 0 : data instanceof Uint16Array ? 1 : 2;
			inputs.push(tensors.push(tensor(`constant ${tensors.length}`, shape, type, buffers.length - 1)) - 1);
		}
		previous = tensors.push(tensor(`fused;${index + 1}`, [], 0, 0)) - 1;
		operators.push({ 0: int32(index), 1: int32s(inputs), 2: int32s([previous]), 4: table(options) });
	}
	return writeFlatbuffer('TFL3', {
		0: int32(3),
		1: tables(steps.map(({ code }) => ({ 0: int8(Math.min(code, 127)), 3: int32(code) }))),
		2: tables([{ 0: tables(tensors), 1: int32s([0]), 2: int32s([previous]), 3: tables(operators) }]),
		4: tables(buffers),
	});
}

function tensor(name: string, shape: readonly number[], type: number, buffer: number): Fields {
	return { 0: int32s(shape), 1: int8(type), 2: int32(buffer), 3: text(name) };
}

function convert(file: Uint8Array, output: string): Uint8Array {
	const network = new Network();
	const photo = scale(network, pixels(network, INPUT), '-1..1');
	const [value] = addTfliteModel(network, parseTflite(file), photo, [output]);
	network.output('result', flatten(network, value as NonNullable<typeof value>));
	return network.finish();
}

const SAME = int8(0);
const VALID = int8(1);
const window = (padding: Field, stride: number) => ({ 0: padding, 1: int32(stride), 2: int32(stride) });

const NETWORKS: Record<string, Step[]> = {
	'CONV_2D same, relu6': [
		{ code: 3, options: { ...window(SAME, 2), 3: int8(3) }, constants: [weights(5, 3, 2, 3), weights(5)] },
	],
	'CONV_2D valid, of different strides': [
		{
			code: 3,
			options: { 0: VALID, 1: int32(1), 2: int32(2) },
			constants: [weights(4, 2, 3, 3), weights(4)],
		},
	],
	'CONV_2D dilated': [
		{
			code: 3,
			options: { ...window(SAME, 1), 4: int32(2), 5: int32(3) },
			constants: [weights(4, 2, 3, 3), weights(4)],
		},
	],
	'CONV_2D without bias': [{ code: 3, options: window(VALID, 1), constants: [weights(4, 3, 3, 3)] }],
	'DEPTHWISE_CONV_2D with a multiplier': [
		{
			code: 4,
			options: { ...window(SAME, 2), 3: int32(2), 4: int8(1) },
			constants: [weights(1, 3, 3, 6), weights(6)],
		},
	],
	'ADD of a constant, MUL by one': [
		{ code: 0, options: { 0: int8(1) }, constants: [weights(3)] },
		{ code: 18, constants: [weights(1, 1, 12, 3)] },
	],
	'MUL with the constant first': [{ code: 18, constants: [weights(1), 'previous'] }],
	'ADD and MUL of a value to itself': [
		{ code: 0, constants: ['previous', 'previous'] },
		{ code: 18, options: { 0: int8(4) }, constants: ['previous', 'previous'] },
	],
	CONCATENATION: [{ code: 2, options: { 0: int32(3) }, constants: ['previous', 'previous'] }],
	'CONCATENATION from the end': [{ code: 2, options: { 0: int32(-2) }, constants: ['previous', 'previous'] }],
	AVERAGE_POOL_2D: [{ code: 1, options: { ...window(SAME, 2), 3: int32(3), 4: int32(2) } }],
	MAX_POOL_2D: [{ code: 17, options: { ...window(VALID, 2), 3: int32(2), 4: int32(3) } }],
	'RELU, RELU6, LOGISTIC, TANH, HARD_SWISH': [
		{ code: 117 },
		{ code: 28 },
		{ code: 14 },
		{ code: 19 },
		{ code: 21 },
	],
	PAD: [{ code: 34, constants: [{ shape: [4, 2], data: Int32Array.of(0, 0, 1, 2, 3, 0, 0, 0) }] }],
	'MEAN, FULLY_CONNECTED, SOFTMAX': [
		{ code: 40, constants: [{ shape: [2], data: Int32Array.of(1, 2) }] },
		{ code: 9, options: { 0: int8(1) }, constants: [weights(7, 3), weights(7)] },
		{ code: 25, options: { 0: float32(1) } },
	],
	'MEAN that keeps the image': [
		{ code: 40, options: { 0: int8(1) }, constants: [{ shape: [2], data: Int32Array.of(1, 2) }] },
	],
	'RESHAPE, FULLY_CONNECTED': [
		{ code: 22, constants: [{ shape: [2], data: Int32Array.of(1, -1) }] },
		{ code: 9, constants: [weights(4, 9 * 12 * 3)] },
	],
	'half-precision weights': [
		{ code: 0, constants: [{ shape: [3], data: Uint16Array.of(0x3c00, 0xc200, 0x0001) }] },
	],
};

describe('a TFLite network converts to what its operations compute', () => {
	test.each(Object.entries(NETWORKS))('%s', async (_, steps) => {
		const file = tflite(steps);
		const photos = noise(INPUT);
		const { result } = await runOnnx(convert(file, String(steps.length)), photos, INPUT);
		const expected = tf.tidy(() => {
			const input = photoTensor(photos, INPUT).div(127.5).sub(1);
			const [output] = runTflite(parseTflite(file), input, [String(steps.length)]);
			return (output as tf.Tensor).dataSync();
		});
		expect(largestDifference(result as Float32Array, expected)).toBeLessThan(TOLERANCE);
	});
});

describe('a TFLite file is refused', () => {
	const good = tflite(NETWORKS['CONV_2D same, relu6'] as Step[]);

	test.each([
		[
			'of another format',
			() => convert(Uint8Array.from(Buffer.from('PK\x03\x04 not a network')), '1'),
			DamagedNetwork,
		],
		['that is empty', () => convert(new Uint8Array(0), '1'), DamagedNetwork],
		['with an unknown operation', () => convert(tflite([{ code: 99 }]), '1'), UnsupportedNetwork],
		[
			'with a fused activation nobody uses',
			() => convert(tflite([{ code: 0, options: { 0: int8(2) }, constants: [weights(3)] }]), '1'),
			UnsupportedNetwork,
		],
		['without the tensor asked for', () => convert(good, 'nowhere'), DamagedNetwork],
		[
			'with weights that do not fit',
			() => convert(tflite([{ code: 3, options: window(SAME, 1), constants: [weights(2, 3, 3, 4)] }]), '1'),
			DamagedNetwork,
		],
		[
			'with a stride of zero',
			() => convert(tflite([{ code: 3, options: window(SAME, 0), constants: [weights(2, 3, 3, 3)] }]), '1'),
			DamagedNetwork,
		],
	])('%s', (_, attempt, refusal) => {
		expect(attempt).toThrow(refusal);
	});

	test('or converted, whatever happened to its bytes', () => {
		const chance = random(11);
		for (let round = 0; round < 2000; round++) {
			const damaged = Uint8Array.from(good);
			for (let i = 0; i <= round % 3; i++)
				damaged[Math.floor(chance() * damaged.length)] = Math.floor(chance() * 256);
			const cut = round % 5 === 0 ? damaged.subarray(0, Math.floor(chance() * damaged.length)) : damaged;
			try {
				convert(cut, '1');
			} catch (error) {
				if (!(error instanceof DamagedNetwork || error instanceof UnsupportedNetwork)) throw error;
			}
		}
	});
});

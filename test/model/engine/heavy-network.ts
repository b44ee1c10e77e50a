import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NetworkFile } from '../../../src/model/engine/tasks.ts';
import { ELEMENT_TYPES, encodeModel, type OnnxNode } from '../../../src/model/formats/onnx/model.ts';

const SIDE = 1500;
const PRODUCTS = 20;

/** A network that spends some seconds, on any machine much longer than the backbone, in one call of ONNX Runtime. */
export async function writeHeavyNetwork(folder: string): Promise<NetworkFile> {
	const node = (operator: string, inputs: string[], output: string, attributes = {}): OnnxNode => ({
		operator,
		inputs,
		outputs: [output],
		attributes,
	});
	const products = Array.from({ length: PRODUCTS }, (_, n) =>
		node('MatMul', [`m${n}`, `m${n}`], `m${n + 1}`),
	);
	const onnx = encodeModel({
		inputs: [{ name: 'pixels', type: 'uint8', shape: ['n', 16, 16, 3] }],
		outputs: [{ name: 'probabilities', type: 'float32', shape: [] }],
		initializers: [
			{ name: 'side', shape: [2], data: BigInt64Array.of(BigInt(SIDE), BigInt(SIDE)) },
			{ name: 'scale', shape: [], data: Float32Array.of(1 / SIDE / 255) },
		],
		nodes: [
			node('Cast', ['pixels'], 'photo', { to: ELEMENT_TYPES.float32 }),
			node('ReduceMean', ['photo'], 'mean', { keepdims: 0 }),
			node('Mul', ['mean', 'scale'], 'scaled'),
			node('Expand', ['scaled', 'side'], 'm0'),
			...products,
			node('ReduceMean', [`m${PRODUCTS}`], 'probabilities', { keepdims: 0 }),
		],
	});
	const onnxPath = join(folder, 'heavy.onnx');
	await writeFile(onnxPath, onnx);
	return { onnxPath, width: 16, height: 16 };
}

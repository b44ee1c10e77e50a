import { writeFile } from 'node:fs/promises';
import { refusingAsync } from '../../formats/refusal.ts';
import { backboneFromLayersModel } from './from-layers-model.ts';
import { backboneFromOnnx } from './from-onnx.ts';
import { backboneFromTflite } from './from-tflite.ts';
import type { ImportedNetwork, ImportOrder, ImportStep } from './import-backbone.ts';
import { type FoundNetwork, findNetwork, type NetworkFormat, openNetworkFiles } from './network-files.ts';
import { verifyBackbone } from './verify.ts';
import type { ConvertedBackbone, ImportWishes } from './wishes.ts';

/** As people know them. */
const NAMES: Readonly<Record<NetworkFormat, string>> = {
	onnx: 'ONNX',
	'layers-model': 'TensorFlow.js',
	tflite: 'TensorFlow Lite',
};

/**
 * Writes the backbone that a network makes to a file, and tries it on pictures.
 * @throws {UserError} as `convertNetwork` and `verifyBackbone`
 */
export async function convertToFile(
	{ path, wishes, onnxPath }: ImportOrder,
	onStep: (step: ImportStep) => void,
): Promise<ImportedNetwork> {
	onStep('read');
	const { onnx, ...described } = await convertNetwork(path, wishes);
	await writeFile(onnxPath, onnx);
	onStep('verify');
	await verifyBackbone(path, onnxPath, described);
	return described;
}

/**
 * Makes a backbone of a network of any format that we know. Blocks while it works, for seconds.
 *
 * @param path a file, or a folder of files
 * @throws {UserError} `conversion-unsupported`, `network-*`, `file-*`
 */
export async function convertNetwork(path: string, wishes: ImportWishes): Promise<ConvertedBackbone> {
	const files = await refusingAsync('ZIP', path, () => openNetworkFiles(path));
	const network = findNetwork(path, files);
	return refusingAsync(NAMES[network.format], path, async () => convert(network, wishes));
}

function convert(
	{ format, files, name }: FoundNetwork,
	wishes: ImportWishes,
): ConvertedBackbone | Promise<ConvertedBackbone> {
	switch (format) {
		case 'onnx':
			return backboneFromOnnx(files.read(name), wishes);
		case 'layers-model':
			return backboneFromLayersModel(files, wishes);
		case 'tflite':
			return backboneFromTflite(files.read(name), wishes);
	}
}

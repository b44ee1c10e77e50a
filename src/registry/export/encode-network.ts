import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { Classifier } from '../../model/classifier.ts';
import { encodeH5, encodeKeras } from '../../model/formats/keras/write.ts';
import { functionalConfiguration } from '../../model/formats/keras-export/configuration.ts';
import type { GraphConversionOptions } from '../../model/formats/keras-export/graph-conversion.ts';
import type { Size } from '../../model/formats/network/pixels.ts';
import { UnsupportedNetwork } from '../../model/formats/refusal.ts';
import { encodeLayersModel } from '../../model/formats/tfjs/write.ts';
import { kerasModelOf } from './keras-model.ts';
import { modelNetwork } from './model-network.ts';
import { type ExportFormat, FORMAT_NAMES } from './network-formats.ts';

export interface EncodeOrder {
	/** As it is named to people. */
	readonly version: string;
	/** The backbone's file. */
	readonly onnxPath: string;
	/** Of the photo. */
	readonly input: Size;
	readonly classifier: Classifier;
	readonly format: ExportFormat;
}

/**
 * A version as files of another format, by their names: one, or what belongs together. Blocks while it works, some seconds.
 * @throws {UserError} `export-unsupported`
 */
export async function encodeNetwork(order: EncodeOrder): Promise<Map<string, Uint8Array>> {
	const backbone = await readFile(order.onnxPath);
	try {
		return await encode(backbone, order);
	} catch (error) {
		if (!(error instanceof UnsupportedNetwork)) throw error;
		const { version, format } = order;
		const facts = { version, format: FORMAT_NAMES[format], what: error.what };
		throw new UserError('export-unsupported', facts, { cause: error });
	}
}

async function encode(
	backbone: Uint8Array,
	{ classifier, input, format }: EncodeOrder,
): Promise<Map<string, Uint8Array>> {
	const model = (options: Omit<GraphConversionOptions, 'input'>) =>
		kerasModelOf(backbone, classifier, { input, ...options });
	const { labels } = classifier;
	switch (format) {
		case 'onnx':
			return new Map([['model.onnx', modelNetwork(backbone, classifier)]]);
		case 'h5':
		case 'keras': {
			const described = model({ numbers: '0..255', scalingLayer: 'rescaling' });
			const file = {
				configuration: functionalConfiguration(described, 'Functional'),
				weights: described.weights,
				metadata: { labels: [...labels], range: '0..255' as const },
			};
			const bytes = format === 'h5' ? await encodeH5(file) : await encodeKeras(file);
			return new Map([[`model.${format}`, bytes]]);
		}
		case 'tfjs': {
			const described = model({ numbers: '0..255', scalingLayer: 'rescaling' });
			const files = encodeLayersModel(functionalConfiguration(described, 'Model'), described.weights);
			return files.set('labels.txt', encodeText(labels.map((label) => `${label}\n`).join('')));
		}
		case 'teachable-machine': {
			if (input.width !== input.height)
				throw new UnsupportedNetwork(`a photo of ${input.width} × ${input.height}`);
			const described = model({ numbers: '-1..1', scalingLayer: 'normalisation' });
			const files = encodeLayersModel(functionalConfiguration(described, 'Model'), described.weights);
			const metadata = { packageName: '@teachablemachine/image', labels, imageSize: input.width };
			return files.set('metadata.json', encodeText(JSON.stringify(metadata)));
		}
	}
}

function encodeText(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

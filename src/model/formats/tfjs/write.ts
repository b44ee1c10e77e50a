import type { Constant } from '../constant.ts';
import type { KerasConfiguration } from '../keras/configuration.ts';

const WEIGHTS_FILE = 'weights.bin';

/** The version whose words the configuration is in. */
const KERAS = '2.15.0';

/**
 * A model as `tf.loadLayersModel` takes it: `model.json` and `weights.bin`, by their names.
 * @param weights by `layer/parameter`
 */
export function encodeLayersModel(
	configuration: KerasConfiguration,
	weights: ReadonlyMap<string, Constant>,
): Map<string, Uint8Array> {
	const entries = [...weights];
	const json = {
		format: 'layers-model',
		generatedBy: `keras v${KERAS}`,
		convertedBy: 'hantei',
		modelTopology: { keras_version: KERAS, backend: 'tensorflow', model_config: configuration },
		weightsManifest: [
			{
				paths: [WEIGHTS_FILE],
				weights: entries.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
			},
		],
	};
	return new Map<string, Uint8Array>([
		['model.json', new TextEncoder().encode(JSON.stringify(json))],
		[
			WEIGHTS_FILE,
			new Uint8Array(
				Buffer.concat(
					entries.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
				),
			),
		],
	]);
}

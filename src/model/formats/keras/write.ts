import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { Constant } from '../constant.ts';
import type { KerasConfiguration } from './configuration.ts';
import type { Group } from './hdf5.ts';
import { parameterNames, snakeCase } from './layer-parameters.ts';
import { METADATA_ATTRIBUTE, METADATA_FILE, type NetworkMetadata } from './metadata.ts';

/** A model to be written, its configuration in the words of Keras 2. */
export interface KerasFile {
	readonly configuration: KerasConfiguration;
	/** By `layer/parameter`. */
	readonly weights: ReadonlyMap<string, Constant>;
	readonly metadata: NetworkMetadata;
}

interface LayerJson {
	readonly class_name: string;
	readonly config: Readonly<Record<string, unknown>> & { readonly name: string };
	/** Of a functional model's. */
	readonly inbound_nodes?: unknown;
}

/** What the configuration is of, so that Keras 2 and 3 both read it. */
const KERAS_2 = '2.15.0';
const KERAS_3 = '3.0.0';

/** The older format, which every Keras since 2.0 loads. */
export async function encodeH5({
	configuration,
	weights,
	metadata,
}: KerasFile): Promise<Uint8Array<ArrayBuffer>> {
	const { writeHdf5 } = await import('./hdf5.ts');
	return writeHdf5((root) => {
		writeText(root, 'keras_version', KERAS_2);
		writeText(root, 'backend', 'tensorflow');
		writeText(root, 'model_config', JSON.stringify(configuration));
		writeText(root, METADATA_ATTRIBUTE, JSON.stringify(metadata));
		const all = root.create_group('model_weights');
		writeText(all, 'keras_version', KERAS_2);
		writeText(all, 'backend', 'tensorflow');
		const layers = layersOf(configuration).filter(({ class_name }) => class_name !== 'InputLayer');
		writeTexts(
			all,
			'layer_names',
			layers.map(({ config }) => config.name),
		);
		for (const { class_name, config } of layers) {
			const names = parameterNames(class_name, config);
			const group = all.create_group(config.name);
			writeTexts(
				group,
				'weight_names',
				names.map((name) => `${config.name}/${name}:0`),
			);
			const inner = names.length > 0 ? group.create_group(config.name) : group;
			for (const name of names) writeNumbers(inner, `${name}:0`, weights.get(`${config.name}/${name}`));
		}
	});
}

/** The format of Keras 3; Keras 2 has a `.keras` of its own, which it alone reads. */
export async function encodeKeras({ configuration, weights, metadata }: KerasFile): Promise<Uint8Array> {
	const zip = new ZipFile();
	const saved = new Date();
	const add = (name: string, content: string | Uint8Array) =>
		zip.addBuffer(Buffer.from(content as string), name, { compress: false, mtime: saved });
	const [date, time] = saved.toISOString().split(/[T.]/);
	add('metadata.json', JSON.stringify({ keras_version: KERAS_3, date_saved: `${date}@${time}` }));
	add('config.json', JSON.stringify(inKeras3(configuration)));
	add('model.weights.h5', await encodeNumberedWeights(configuration, weights));
	add(METADATA_FILE, JSON.stringify(metadata));
	zip.end();
	return buffer(zip.outputStream as Readable);
}

async function encodeNumberedWeights(
	configuration: KerasConfiguration,
	weights: KerasFile['weights'],
): Promise<Uint8Array<ArrayBuffer>> {
	const { writeHdf5 } = await import('./hdf5.ts');
	return writeHdf5((root) => {
		const layers = root.create_group('layers');
		const counts = new Map<string, number>();
		for (const { class_name, config } of layersOf(configuration)) {
			const type = snakeCase(class_name);
			const count = counts.get(type) ?? 0;
			counts.set(type, count + 1);
			const variables = layers.create_group(count === 0 ? type : `${type}_${count}`).create_group('vars');
			for (const [index, name] of parameterNames(class_name, config).entries()) {
				writeNumbers(variables, String(index), weights.get(`${config.name}/${name}`));
			}
		}
		root.create_group('vars');
	});
}

function inKeras3(configuration: KerasConfiguration): unknown {
	const layers = layersOf(configuration).map(({ class_name, config, inbound_nodes }) => ({
		module: 'keras.layers',
		registered_name: null,
		class_name,
		config: class_name === 'InputLayer' ? inputInKeras3(config) : config,
		...(inbound_nodes !== undefined && { name: config.name, inbound_nodes }),
	}));
	const settings = configuration.config as Readonly<Record<string, unknown>>;
	const { class_name } = configuration;
	return class_name === 'Sequential'
		? {
				module: 'keras',
				registered_name: null,
				class_name,
				config: { name: settings['name'], trainable: true, dtype: 'float32', layers },
			}
		: {
				module: 'keras.src.models.functional',
				registered_name: null,
				class_name,
				config: { ...settings, layers },
			};
}

function inputInKeras3({ name, batch_input_shape }: LayerJson['config']) {
	return { batch_shape: batch_input_shape, dtype: 'float32', sparse: false, name };
}

function layersOf({ config }: KerasConfiguration): readonly LayerJson[] {
	return (config as { readonly layers: readonly LayerJson[] }).layers;
}

/** Of any length, as Keras's own are; both Keras 2 and 3 read them. */
function writeText(group: Group, name: string, text: string): void {
	group.create_attribute(name, text, null, 'S');
}

function writeTexts(group: Group, name: string, texts: readonly string[]): void {
	// No text at all is an empty list of numbers, as h5py writes it.
	if (texts.length === 0) group.create_attribute(name, new Float64Array(0), [0], '<f8');
	else group.create_attribute(name, [...texts], [texts.length], 'S');
}

function writeNumbers(group: Group, name: string, constant: Constant | undefined): void {
	if (!constant) throw new TypeError(`There are no weights for ${name}`);
	const { shape, data } = constant;
	group.create_dataset({ name, data, shape: [...shape], dtype: '<f4' });
}

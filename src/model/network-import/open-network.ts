import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { type NetworkFiles, openNetworkFiles } from '../backbone/import/network-files.ts';
import { parseKerasFile } from '../formats/keras/keras-file.ts';
import { DamagedNetwork } from '../formats/refusal.ts';
import { parseLayersModel } from '../formats/tfjs/layers/layers-model.ts';
import { parseTflite } from '../formats/tflite/tflite-model.ts';
import { parseLabelLines } from './labels.ts';
import type { ImportedFormat } from './order.ts';
import { foreignSource, layersSource, type NetworkSource, tfliteSource } from './sources.ts';

/** A network where it lies, and the labels beside it. */
export interface OpenedNetwork {
	readonly format: ImportedFormat;
	readonly source: NetworkSource;
	/** The files it was read from, by their names, where it can be handed out again as it came. */
	readonly originals: ReadonlyMap<string, Uint8Array>;
}

const LABEL_FILES = /(^|\/)(labels?|labelmap|classes|class_names)\.txt$/i;

/** A layers-model of Teachable Machine says its labels beside it. */
const TeachableMachine = z.looseObject({
	labels: z.array(z.string().min(1)).min(1),
	imageSize: z.int().positive().optional(),
});

type Opener = (files: NetworkFiles, name: string) => Promise<OpenedNetwork> | OpenedNetwork;

const OPENERS: readonly (readonly [pattern: RegExp, open: Opener])[] = [
	[/\.onnx$/i, openOnnx],
	[/\.tflite$/i, openTflite],
	[/\.(h5|hdf5|keras)$/i, openKeras],
	[/(^|\/)model\.json$/, openLayersModel],
];

/**
 * Finds the one network of a file, a folder or a zip, whatever its format.
 * @throws {UserError | DamagedNetwork | UnsupportedNetwork} `network-not-found` where there is none, or more than one
 */
export async function openNetwork(path: string): Promise<OpenedNetwork> {
	const files = await openNetworkFiles(path);
	const found = files.names.flatMap((name) =>
		OPENERS.filter(([pattern]) => pattern.test(name)).map(([, open]) => ({ name, open })),
	);
	const [network] = found;
	if (!network || found.length > 1) throw new UserError('network-not-found', { path });
	return network.open(files, network.name);
}

function openOnnx(files: NetworkFiles, name: string): OpenedNetwork {
	return {
		format: 'ONNX',
		source: foreignSource(files.read(name), labelsBeside(files)),
		originals: new Map(),
	};
}

function openTflite(files: NetworkFiles, name: string): OpenedNetwork {
	const source = tfliteSource(parseTflite(files.read(name)), labelsBeside(files));
	return { format: 'TensorFlow Lite', source, originals: new Map() };
}

async function openKeras(files: NetworkFiles, name: string): Promise<OpenedNetwork> {
	const bytes = files.read(name);
	const model = await parseKerasFile(bytes);
	const labels = model.metadata?.labels ?? labelsBeside(files);
	const source = layersSource(model, { labels, range: model.metadata?.range });
	return { format: 'Keras', source, originals: new Map([[name.replace(/^.*\//, ''), bytes]]) };
}

function openLayersModel(files: NetworkFiles, name: string): OpenedNetwork {
	const folder = name.slice(0, -'model.json'.length);
	const originals = new Map<string, Uint8Array>();
	const read = (file: string) => {
		const bytes = files.read(folder + file);
		originals.set(file, bytes);
		return bytes;
	};
	const model = parseLayersModel(parseJson('model.json', read('model.json')), read);
	if (!files.names.includes(`${folder}metadata.json`)) {
		return {
			format: 'TensorFlow.js',
			source: layersSource(model, { labels: labelsBeside(files) }),
			originals,
		};
	}
	const metadata = TeachableMachine.safeParse(parseJson('metadata.json', read('metadata.json')));
	if (!metadata.success)
		throw new DamagedNetwork(`metadata.json is malformed: ${z.prettifyError(metadata.error)}`);
	const { labels, imageSize = model.input.width } = metadata.data;
	if (imageSize !== model.input.width)
		throw new DamagedNetwork('metadata.json and model.json differ in the size of the photo');
	return { format: 'Teachable Machine', source: layersSource(model, { labels, range: '-1..1' }), originals };
}

function labelsBeside(files: NetworkFiles): string[] | undefined {
	const name = files.names.find((file) => LABEL_FILES.test(file));
	return name === undefined ? undefined : parseLabelLines(Buffer.from(files.read(name)).toString('utf8'));
}

function parseJson(name: string, bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString('utf8'));
	} catch (error) {
		throw new DamagedNetwork(`${name} is not JSON`, { cause: error });
	}
}

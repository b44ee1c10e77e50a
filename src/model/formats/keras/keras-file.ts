import { z } from 'zod';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { inputSize } from '../tfjs/layers/input.ts';
import type { LayersModel } from '../tfjs/layers/layers-model.ts';
import { parseTopology } from '../tfjs/layers/topology.ts';
import { openZip } from '../zip.ts';
import { readConfiguration } from './configuration.ts';
import type { Hdf5Group } from './hdf5.ts';
import { METADATA_ATTRIBUTE, METADATA_FILE, type NetworkMetadata, parseMetadata } from './metadata.ts';
import { readLayerWeights, readNumberedWeights } from './weights.ts';

/** A Keras model as it lies in an `.h5` or a `.keras` file. */
export interface KerasModel extends LayersModel {
	/** Of a file that was written here. */
	readonly metadata: NetworkMetadata | undefined;
}

const ZIP_SIGNATURE = Uint8Array.of(0x50, 0x4b, 0x03, 0x04);

/**
 * Reads a Keras model, told apart by what is in the file and not by its name: `.h5` of Keras 1.2, 2 and 3, `.keras` of
 * Keras 2.13 and later. Nothing in it is executed. Blocks while it works.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export async function parseKerasFile(bytes: Uint8Array): Promise<KerasModel> {
	const isZip = ZIP_SIGNATURE.every((byte, index) => bytes[index] === byte);
	return isZip ? parseKerasZip(bytes) : withHdf5(bytes, parseH5);
}

/** The library for HDF5 takes as long to load as all else that reads networks, most of which are none of Keras's. */
async function withHdf5<Result>(bytes: Uint8Array, read: (root: Hdf5Group) => Result): Promise<Result> {
	return (await import('./hdf5.ts')).withHdf5(bytes, read);
}

function parseH5(root: Hdf5Group): KerasModel {
	const json = root.text('model_config');
	if (json === undefined) {
		throw new UnsupportedNetwork('a file of weights alone, without the model they belong to,');
	}
	const weights = root.group('model_weights');
	// Models with Theano's convolutions, which turn their kernels around, say so since Keras 2.
	const backend = root.text('backend') ?? 'tensorflow';
	if (backend === 'theano') throw new UnsupportedNetwork('a model of the backend Theano');
	const version = root.text('keras_version') ?? '1.2';
	const { class_name, config } = readConfiguration(json, version);
	const topology = parseTopology(class_name, config);
	return {
		topology,
		input: inputSize(topology),
		weights: readLayerWeights(topology, weights),
		metadata: parseMetadata(root.text(METADATA_ATTRIBUTE)),
	};
}

/** Configurations of the largest networks have a few MB. */
const MAX_JSON_BYTES = 64e6;
const MAX_WEIGHT_BYTES = 1e9;

const KerasMetadata = z.looseObject({ keras_version: z.string() });

async function parseKerasZip(bytes: Uint8Array): Promise<KerasModel> {
	const zip = await openZip(bytes);
	const text = async (name: string) => {
		const content = await zip.read(name, MAX_JSON_BYTES);
		return content && new TextDecoder().decode(content);
	};
	const json = await text('config.json');
	const stored = await zip.read('model.weights.h5', MAX_WEIGHT_BYTES);
	if (json === undefined || stored === undefined) {
		throw new DamagedNetwork('it is no Keras model: config.json or model.weights.h5 is missing');
	}
	const { class_name, config } = readConfiguration(json, versionOf(await text('metadata.json')));
	const topology = parseTopology(class_name, config);
	return {
		topology,
		input: inputSize(topology),
		weights: await withHdf5(stored, (root) => readNumberedWeights(topology, root)),
		metadata: parseMetadata(await text(METADATA_FILE)),
	};
}

function versionOf(metadata: string | undefined): string {
	try {
		return KerasMetadata.parse(JSON.parse(metadata ?? '')).keras_version;
	} catch {
		return '3';
	}
}

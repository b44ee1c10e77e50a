import { createHash } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import type { Classifier } from '../model/classifier.ts';
import { type Evaluation, evaluationSchema } from '../model/evaluation.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../model/formats/safetensors.ts';
import { matrix } from '../model/linear-algebra/matrix.ts';
import { isStorageFault } from '../storage/faults.ts';
import {
	type Calibration,
	calibrationSchema,
	type DatasetRecord,
	datasetSchema,
	FORMAT,
	formatSchema,
	type Golden,
	goldenSchema,
	type Manifest,
	manifestSchema,
	type Predictions,
	predictionsSchema,
} from './manifest.ts';

/** A model version in memory. */
export interface ModelVersion {
	readonly manifest: Manifest;
	readonly classifier: Classifier;
	readonly calibration: Calibration;
	readonly evaluation: Evaluation;
	readonly dataset: DatasetRecord;
	readonly predictions: Predictions;
	readonly golden: Golden;
}

/** What is known before the files and their hashes are. */
export type NewVersion = Omit<ModelVersion, 'manifest'> & {
	readonly manifest: Omit<Manifest, 'files'>;
	/** Markdown: whose photos the version was made from. */
	readonly attribution: string;
};

/** Why a version's files are not what its manifest says. */
export class DamagedVersion extends Error {
	override readonly name = 'DamagedVersion';
}

/** A version whose files mean something else than this Hantei's do. */
export class OtherFormat extends Error {
	override readonly name = 'OtherFormat';
	readonly format: number;

	constructor(format: number) {
		super(`format ${format}, not ${FORMAT}`);
		this.format = format;
	}
}

export type VersionFiles = ReadonlyMap<string, string | Uint8Array>;

/** Writes a version as files; the manifest, which lists the others' hashes, comes last. */
export function encodeVersion(version: NewVersion): VersionFiles {
	const files = new Map<string, string | Uint8Array>([
		['head.safetensors', encodeHead(version.classifier)],
		['calibration.json', toJson(version.calibration)],
		['evaluation.json', toJson(version.evaluation)],
		['dataset.json', toJson(version.dataset)],
		['predictions.json', toCompactJson(version.predictions)],
		['golden.json', toJson(version.golden)],
		['ATTRIBUTION.md', version.attribution],
	]);
	const hashes = Object.fromEntries([...files].map(([name, content]) => [name, sha256Of(content)]));
	files.set('manifest.json', toJson({ ...version.manifest, files: hashes }));
	return files;
}

/** The bytes of one of a version's files, of which the manifest says the hash. */
export type ReadFile = (name: string, sha256?: string) => Promise<Uint8Array>;

/** What judging takes of a version. */
export type ServableFiles = Pick<ModelVersion, 'manifest' | 'classifier' | 'golden'>;

/**
 * Reads a version from its files, every hash checked.
 * @throws {DamagedVersion} when a file is missing, altered or malformed
 * @throws {OtherFormat} when it was written by an older or a newer Hantei
 */
export async function decodeVersion(read: ReadFile): Promise<ModelVersion> {
	const verified = await readVerified(read);
	const version = {
		...servingPart(verified),
		calibration: json(verified, 'calibration.json', calibrationSchema),
		evaluation: json(verified, 'evaluation.json', evaluationSchema),
	};
	// With thousands of photos each of these takes longer than what else may wait.
	await letOthersRun();
	const dataset = json(verified, 'dataset.json', datasetSchema);
	await letOthersRun();
	return { ...version, dataset, predictions: json(verified, 'predictions.json', predictionsSchema) };
}

/**
 * Reads of a version what judging takes, the hash of every file checked. The predictions of thousands of photos would take
 * longer to parse than anything else may wait.
 * @throws as `decodeVersion`
 */
export async function decodeServingPart(read: ReadFile): Promise<ServableFiles> {
	return servingPart(await readVerified(read));
}

interface VerifiedFiles {
	readonly manifest: Manifest;
	readonly files: ReadonlyMap<string, Uint8Array>;
}

async function readVerified(read: ReadFile): Promise<VerifiedFiles> {
	const readOrRefuse = (name: string, sha256?: string) =>
		read(name, sha256).catch((error: unknown) => {
			if (isStorageFault(error)) throw error;
			throw new DamagedVersion(`${name} cannot be read`, { cause: error });
		});
	const manifestBytes = await readOrRefuse('manifest.json');
	const { format } = fromJson('manifest.json', formatSchema, manifestBytes);
	if (format !== FORMAT) throw new OtherFormat(format);
	const manifest = fromJson('manifest.json', manifestSchema, manifestBytes);
	const files = new Map<string, Uint8Array>();
	for (const [name, expected] of Object.entries(manifest.files)) {
		const content = await readOrRefuse(name, expected);
		if (sha256Of(content) !== expected) throw new DamagedVersion(`${name} was altered`);
		files.set(name, content);
	}
	return { manifest, files };
}

function servingPart(verified: VerifiedFiles): ServableFiles {
	const { manifest, files } = verified;
	const { temperature, familiarity, threshold } = json(verified, 'calibration.json', calibrationSchema);
	return {
		manifest,
		golden: json(verified, 'golden.json', goldenSchema),
		classifier: {
			labels: manifest.labels,
			temperature,
			familiarity,
			threshold,
			...decodeHead(fileOf(files, 'head.safetensors'), manifest),
		},
	};
}

function json<Schema extends z.ZodType>({ files }: VerifiedFiles, name: string, schema: Schema) {
	return fromJson(name, schema, fileOf(files, name));
}

function encodeHead({ head, references }: Classifier): Uint8Array {
	const { rows, columns, data } = head.weights;
	const { count, kept } = references;
	return writeSafetensors({
		weights: { shape: [rows, columns], data: data },
		bias: { shape: [rows], data: head.bias },
		label_means: { shape: [rows, columns], data: references.means },
		label_mean_step: { shape: [rows], data: references.meanStep },
		reference_labels: { shape: [count], data: references.labels },
		reference_photos: { shape: [count], data: references.photos },
		reference_components: { shape: [count, kept], data: references.components },
		reference_values: { shape: [count, kept], data: references.values },
		reference_step: { shape: [count], data: references.step },
		reference_scale: { shape: [count], data: references.scale },
	});
}

function decodeHead(
	bytes: Uint8Array,
	{ labels, backbone }: Manifest,
): Pick<Classifier, 'head' | 'references'> {
	let tensors: ReadonlyMap<string, Tensor>;
	try {
		({ tensors } = readSafetensors(bytes));
	} catch (error) {
		throw new DamagedVersion(`head.safetensors: ${error instanceof Error ? error.message : error}`);
	}
	const get = <Data extends Tensor['data']>(
		name: string,
		type: new (length: number) => Data,
		shape: number[],
	) => {
		const tensor = tensors.get(name);
		const fits =
			tensor?.shape.length === shape.length && shape.every((size, axis) => size === tensor.shape[axis]);
		if (!tensor || !fits || !(tensor.data instanceof type)) {
			throw new DamagedVersion(`head.safetensors: ${name} is missing or not ${shape.join(' x ')}`);
		}
		return tensor.data as Data;
	};
	const dimension = backbone.parts.reduce((sum, size) => sum + size, 0);
	const [count = 0, kept = 0] = tensors.get('reference_values')?.shape ?? [];
	return {
		head: {
			weights: matrix(labels.length, dimension, get('weights', Float32Array, [labels.length, dimension])),
			bias: get('bias', Float32Array, [labels.length]),
		},
		references: {
			count,
			dimension,
			means: get('label_means', Int8Array, [labels.length, dimension]),
			meanStep: get('label_mean_step', Float32Array, [labels.length]),
			labels: get('reference_labels', Int32Array, [count]),
			photos: get('reference_photos', Int32Array, [count]),
			kept,
			components: get('reference_components', Uint16Array, [count, kept]),
			values: get('reference_values', Int8Array, [count, kept]),
			step: get('reference_step', Float32Array, [count]),
			scale: get('reference_scale', Float32Array, [count]),
			parts: backbone.parts,
		},
	};
}

function fileOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
	const content = files.get(name);
	if (!content) throw new DamagedVersion(`${name} is not listed in the manifest`);
	return content;
}

function fromJson<Schema extends z.ZodType>(
	name: string,
	schema: Schema,
	bytes: Uint8Array,
): z.infer<Schema> {
	try {
		return schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
	} catch (error) {
		const reason = error instanceof z.ZodError ? z.prettifyError(error) : 'not JSON';
		throw new DamagedVersion(`${name}: ${reason}`, { cause: error });
	}
}

function toJson(value: unknown): string {
	return `${JSON.stringify(value, null, '\t')}\n`;
}

/** For thousands of numbers: indented, each would take a line. */
function toCompactJson(value: unknown): string {
	return `${JSON.stringify(value)}\n`;
}

function sha256Of(content: string | Uint8Array): string {
	return createHash('sha256').update(content).digest('hex');
}

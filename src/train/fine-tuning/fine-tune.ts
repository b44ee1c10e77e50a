import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Backbone, NETWORK, writeBackbone } from '../../model/backbone/folder.ts';
import { tunedBackbonesFolder } from '../../model/backbone/installed.ts';
import { BackboneManifest, trunkIn } from '../../model/backbone/manifest.ts';
import type { Engine } from '../../model/engine/engine.ts';
import { readTail, type Tail } from '../../model/fine-tuning/read-tail.ts';
import { trunkOf, withTail } from '../../model/fine-tuning/split-backbone.ts';
import type { Gemm } from '../../model/linear-algebra/gemm.ts';
import type { TrainingDataset } from '../assemble-dataset.ts';
import type { FittedVersion } from '../calibrate-version.ts';
import { TRAINING_VIEWS } from '../embed-for-training.ts';
import { fitTuned } from './fit-tuned.ts';
import { type Looks, lookAt } from './trunk-looks.ts';

export interface FineTuneOptions {
	/** Its photos are read again. */
	readonly dataset: TrainingDataset;
	/** What it is embedded by. */
	readonly backbone: BackboneManifest;
	/** Of the head that was fitted to those embeddings. */
	readonly inverseRegularisation: number;
	readonly seed: number;
	/** Of each training; `EPOCHS`, when absent. */
	readonly epochs?: number;
	readonly gemm: Gemm;
	readonly withEngine: <Result>(work: (engine: Engine) => Promise<Result>) => Promise<Result>;
	/** After each epoch. */
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
}

export interface FineTuned {
	readonly fit: FittedVersion;
	/** The version's own. */
	readonly backbone: BackboneManifest;
	/** Its network. */
	readonly onnx: Uint8Array;
	readonly from: Pick<BackboneManifest, 'id' | 'sha256'>;
}

/** Longest part of a tuned backbone's id that says what it was made of. */
const NAME_LENGTH = 64;

/** @throws {UserError} `fine-tuning-unsupported` for a backbone whose last blocks nobody has said how to train */
export function requireTunable({
	id,
	fineTuning,
}: BackboneManifest): NonNullable<BackboneManifest['fineTuning']> {
	if (!fineTuning) throw new UserError('fine-tuning-unsupported', { backbone: id });
	return fineTuning;
}

/**
 * Trains the last blocks of a backbone together with a head: the one version that comes of it judges by a backbone of its own.
 * @throws {UserError} `fine-tuning-unsupported`, `training-diverged`, `file-unreadable`, `cancelled`
 */
export async function fineTune(options: FineTuneOptions): Promise<FineTuned> {
	const { dataset, backbone, withEngine, onProgress, signal } = options;
	const shape = requireTunable(backbone);
	const { tail, file, looks, providers } = await withEngine(async (engine) => {
		const base = await engine.backboneOf(backbone);
		const file = new Uint8Array(await readFile(base.onnxPath));
		const tail = readTail(file, shape.from);
		const looks = await lookThroughTrunk(file, tail, options, engine);
		return { tail, file, looks, providers: engine.device.providers };
	});
	const tuned = await fitTuned({
		...options,
		photos: dataset.photos.map((photo, n) => ({ ...photo, looks: looks[n] as Looks })),
		labels: dataset.labels,
		parts: backbone.parts,
		providers,
		tail,
		shape,
		onEpoch(done, total) {
			if (signal?.aborted) throw new UserError('cancelled', {});
			onProgress?.(done, total);
		},
	});
	const onnx = withTail(file, tuned.tail);
	const { id, sha256 } = backbone;
	return { fit: tuned.fit, backbone: describe(onnx, backbone), onnx, from: { id, sha256 } };
}

async function lookThroughTrunk(
	file: Uint8Array,
	tail: Tail,
	{ dataset, backbone, signal }: FineTuneOptions,
	engine: Engine,
): Promise<Looks[]> {
	const { channels, height, width } = requireTunable(backbone);
	const folder = await mkdtemp(join(tmpdir(), 'hantei-fine-tuning-'));
	try {
		const onnxPath = join(folder, NETWORK);
		await writeFile(onnxPath, trunkOf(file, tail));
		const dimension = channels * height * width;
		const { fineTuning: _, ...description } = backbone;
		const manifest = { ...description, parts: [dimension], dimension };
		const trunk: Backbone = { onnxPath, manifest };
		return await lookAt(dataset.photos, { engine, trunk, views: TRAINING_VIEWS, signal });
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

function describe(onnx: Uint8Array, base: BackboneManifest): BackboneManifest {
	const { id, input, parts, dimension, licence, sources } = base;
	const sha256 = createHash('sha256').update(onnx).digest('hex');
	return BackboneManifest.parse({
		format: 1,
		id: `${id.slice(0, NAME_LENGTH)}-tuned-${sha256.slice(0, 12)}`,
		input,
		parts,
		dimension,
		licence,
		sources,
		sha256,
		trunk: trunkIn(base),
	});
}

/** Keeps a backbone for the version that is about to name it. A folder that none has come to name is cleared away at night. */
export async function keepTuned({ onnx, backbone }: FineTuned, dataFolder: string): Promise<void> {
	const { format: _, sha256: __, ...description } = backbone;
	await writeBackbone(join(tunedBackbonesFolder(dataFolder), backbone.id), onnx, description);
}

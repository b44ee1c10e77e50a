import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { imageLimits } from '../config.ts';
import { UserError } from '../errors.ts';
import { NetworkEngine } from '../model/engine/network-engine.ts';
import type { NetworkFile } from '../model/engine/tasks.ts';
import type { ConvertedKerasFile } from '../model/formats/keras/convert.ts';
import { convertGuarded } from '../model/formats/keras/guarded.ts';
import { PIXEL_RANGES, type PixelRange } from '../model/formats/network/pixels.ts';
import type { Predictor } from '../registry/predictor.ts';
import { type CliContext, openDevice } from './context.ts';
import { detectRange } from './detect-range.ts';

export interface NetworkFileOptions {
	/** Path of an `.h5` or `.keras`. */
	readonly network: string;
	/** In the network's order, where the file does not say. */
	readonly labels?: readonly string[];
	readonly range?: string;
	/** Labelled photos to find the range on. */
	readonly detectRange?: string;
}

export interface OpenPredictor {
	readonly predictor: Pick<Predictor, 'predict'>;
	readonly close: () => Promise<void>;
}

/**
 * A judge that asks a network from a file and nothing else.
 * @throws {UserError} `network-range-needed`, `network-labels-needed`, `bad-option`, and as `convertGuarded` and
 * `detectRange`
 */
export async function openNetworkFile(
	options: NetworkFileOptions,
	workers: number,
	context: CliContext,
): Promise<OpenPredictor> {
	const { settings, logger, signal } = context;
	const told = options.range === undefined ? undefined : requireRange(options.range);
	const converted = await convertGuarded(options.network, told ? [told] : PIXEL_RANGES, { signal });
	const labels = labelsOf(converted, options);
	const folder = await mkdtemp(join(tmpdir(), 'hantei-network-'));
	const removeFolder = () => rm(folder, { recursive: true, force: true });
	try {
		const files = await writeNetworks(converted, folder);
		const engine = new NetworkEngine({
			// Each worker loads the others when they are asked for.
			network: [...files.values()][0] as NetworkFile,
			workers,
			timeoutMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
			limits: imageLimits(settings),
			device: await openDevice(context),
			logger,
		});
		const close = () => engine.close().finally(removeFolder);
		try {
			const predictInRange = (range: PixelRange, bytes: Uint8Array) =>
				engine.probabilities(files.get(range) as NetworkFile, bytes, signal);
			const range =
				knownRange(converted, options) ??
				(await detectRange(options.detectRange as string, labels, predictInRange, context));
			const network = files.get(range) as NetworkFile;
			return { predictor: predictorOf(engine, network, labels, basename(options.network)), close };
		} catch (error) {
			await close();
			throw error;
		}
	} catch (error) {
		await removeFolder();
		throw error;
	}
}

function predictorOf(
	engine: NetworkEngine,
	network: NetworkFile,
	labels: readonly string[],
	model: string,
): OpenPredictor['predictor'] {
	return {
		async predict(bytes, options) {
			const probabilities = await engine.probabilities(network, bytes, options?.signal);
			const ranking = labels
				.map((label, index) => ({ label, confidence: probabilities[index] as number }))
				.sort((a, b) => b.confidence - a.confidence);
			// A bare network has an answer to everything, and no notion of what it does not know.
			return { verdict: 'sure', ranking, unknownScore: 0, model };
		},
	};
}

/** Numbers from 0, as Keras counts classes, where nobody says what they are. */
function labelsOf(
	{ classes, labels }: ConvertedKerasFile,
	{ labels: given = labels, detectRange }: NetworkFileOptions,
): readonly string[] {
	if (given === undefined) {
		if (detectRange !== undefined) throw new UserError('network-labels-needed', { classes });
		return Array.from({ length: classes }, (_, index) => String(index));
	}
	if (given.length !== classes || new Set(given).size !== classes) {
		throw new UserError('network-labels-needed', { classes, given: given.length });
	}
	return given;
}

async function writeNetworks(
	{ networks, input }: ConvertedKerasFile,
	folder: string,
): Promise<Map<PixelRange, NetworkFile>> {
	const files = new Map<PixelRange, NetworkFile>();
	for (const [index, { range, onnx }] of networks.entries()) {
		const onnxPath = join(folder, `${index}.onnx`);
		await writeFile(onnxPath, onnx);
		files.set(range, { onnxPath, ...input });
	}
	return files;
}

/** What was told, what the file says or what its first layer implies; undefined where photos are to tell. */
function knownRange(
	{ networks, scalesItself }: ConvertedKerasFile,
	{ network, detectRange }: NetworkFileOptions,
): PixelRange | undefined {
	const [only, ...others] = networks;
	if (only && others.length === 0) return only.range;
	if (detectRange !== undefined) return undefined;
	if (scalesItself) return '0..255';
	throw new UserError('network-range-needed', { path: network });
}

/** What `--range` says. @throws {UserError} `bad-option` */
function requireRange(text: string): PixelRange {
	const range = PIXEL_RANGES.find((known) => known === text);
	if (!range)
		throw new UserError('bad-option', { option: '--range', value: text, expected: PIXEL_RANGES.join(', ') });
	return range;
}

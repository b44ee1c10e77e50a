import { randomUUID } from 'node:crypto';
import { access, constants, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { imageLimits } from '../config.ts';
import { UserError } from '../errors.ts';
import { ARCHITECTURES } from '../model/network-training/architectures.ts';
import { type OptimiserSettings, optimiserSchema } from '../model/network-training/optimiser.ts';
import { scheduleSchema } from '../model/network-training/schedule.ts';
import { renderTrainingCurve } from '../report/charts.ts';
import { closeReports } from '../report/renderer.ts';
import { writeReport } from '../report/write.ts';
import { AUGMENTATIONS, type NetworkTraining, TRAINING_ENGINES } from '../train/network/settings.ts';
import type { NetworkOutcome } from '../train/network/train-network.ts';
import { trainNetworkInProcess } from '../train/network/train-network-in-process.ts';
import { type CliContext, openDevice, requireOneOf, requireWhole } from './context.ts';
import { importAsVersion } from './import.ts';
import { NetworkProgressLines } from './network-progress.ts';
import { writeTo } from './outputs.ts';
import { formatRefused } from './report.ts';

export interface TrainNetworkOptions {
	readonly from: string;
	/** An architecture, or a file with what Keras's `model.to_json()` says. */
	readonly network: string;
	readonly seed: string;
	readonly size?: string;
	readonly epochs?: string;
	readonly batch?: string;
	readonly patience?: string;
	readonly augment: string;
	readonly optimiser?: string;
	readonly rate?: string;
	readonly schedule: string;
	readonly labelSmoothing: string;
	readonly balance?: true;
	readonly engine: string;
	readonly out?: string;
	readonly classifier: string;
	/** False: stays back; true: serves whatever the gate says. */
	readonly promote?: boolean;
	readonly report?: string;
}

const FORMATS = ['.keras', '.h5', '.onnx'];

/** Keras's own default rates. */
const RATES: Readonly<Record<OptimiserSettings['kind'], number>> = { rmsprop: 1e-3, sgd: 1e-2, adamw: 1e-3 };

/** What networks that nobody knows better of are trained with. */
const USUAL = { epochs: 25, batch: 32 };

/** `hantei train --network`: a network from scratch, as a version and where wanted a file. Returns the exit code. */
export async function trainNetwork(options: TrainNetworkOptions, context: CliContext): Promise<number> {
	const training = await describeTraining(options, context);
	await openDevice(context);
	const [path = '', out] = training.outs;
	const lines = new NetworkProgressLines(training, context.locale);
	try {
		const outcome = await trainNetworkInProcess(training, {
			signal: context.signal,
			onProgress: (progress) => lines.show(progress),
		});
		lines.end();
		if (options.report !== undefined) await report(options.report, nameOf(options), outcome, context);
		process.stdout.write(`${describeOutcome(outcome, training, out, context)}\n`);
		const { promote } = options;
		const wish = {
			path,
			isTemporary: true,
			name: nameOf(options),
			licence: 'NOASSERTION',
			photos: resolve(options.from),
			learnt: [...outcome.learnt],
			...(promote === false && { staysBack: true }),
		};
		await importAsVersion(wish, { ...options, promote: promote === true || undefined }, context);
		return outcome.refused.length > 0 ? 1 : 0;
	} finally {
		lines.end();
		await rm(path, { force: true });
		await closeReports();
	}
}

async function describeTraining(
	options: TrainNetworkOptions,
	{ settings }: CliContext,
): Promise<NetworkTraining> {
	const architecture = Object.hasOwn(ARCHITECTURES, options.network)
		? ARCHITECTURES[options.network]
		: undefined;
	const whole = (option: string, value: string | undefined, fallback: number, most: number) =>
		value === undefined ? fallback : requireWhole(option, value, 1, most);
	const kinds = optimiserSchema.options.map(({ shape }) => shape.kind.value);
	const kind = options.optimiser && requireOneOf('--optimiser', options.optimiser, kinds);
	const optimiser =
		kind === undefined || kind === '' || kind === architecture?.optimiser.kind
			? (architecture?.optimiser ?? optimiserSchema.parse({ kind: 'rmsprop' }))
			: optimiserSchema.parse({ kind });
	const ownRate = optimiser === architecture?.optimiser ? architecture.rate : RATES[optimiser.kind];
	const schedules = scheduleSchema.options.map(({ shape }) => shape.kind.value);
	return {
		folder: options.from,
		network: architecture
			? {
					architecture: options.network,
					side: whole('--size', options.size, architecture.side, 512),
				}
			: { json: await readJson(options.network), path: options.network },
		optimiser,
		rate: options.rate === undefined ? ownRate : requireShare('--rate', options.rate, 10),
		schedule: scheduleSchema.parse({ kind: requireOneOf('--schedule', options.schedule, schedules) }),
		labelSmoothing: requireShare('--label-smoothing', options.labelSmoothing, 0.9),
		isBalanced: options.balance === true,
		epochs: whole('--epochs', options.epochs, architecture?.epochs ?? USUAL.epochs, 10_000),
		batch: whole('--batch', options.batch, architecture?.batch ?? USUAL.batch, 4096),
		patience: options.patience === undefined ? null : requireWhole('--patience', options.patience, 1, 10_000),
		seed: requireWhole('--seed', options.seed, 0, 2 ** 31 - 1),
		augmentation: requireOneOf('--augment', options.augment, AUGMENTATIONS),
		engine: requireOneOf('--engine', options.engine, TRAINING_ENGINES),
		outs: [
			join(settings.HANTEI_DATA, 'network-training', `${randomUUID()}.keras`),
			...(options.out === undefined ? [] : [await requireWritable(options.out)]),
		],
		checkpoints: join(settings.HANTEI_DATA, 'network-training'),
		executionProviders: settings.HANTEI_EXECUTION_PROVIDERS,
		limits: imageLimits(settings),
		memoryMb: settings.HANTEI_TRAINING_MEMORY_MB,
	};
}

/** What people know it by: `cifar10-cnn.keras`. */
function nameOf({ network }: TrainNetworkOptions): string {
	return `${basename(network).replace(/\.json$/i, '')}.keras`;
}

async function readJson(path: string): Promise<string> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		const known = Object.keys(ARCHITECTURES);
		throw new UserError('network-unknown', { network: path, known }, { cause: error });
	}
}

/** Better said now than after an hour. */
async function requireWritable(out: string): Promise<string> {
	if (!FORMATS.includes(extname(out))) {
		throw new UserError('bad-option', { option: '--out', value: out, expected: FORMATS.join(', ') });
	}
	await writeTo(out, () => access(dirname(resolve(out)), constants.W_OK));
	return out;
}

/** @throws {UserError} `bad-option` unless the text is a number from 0, for a rate above it, to the most */
function requireShare(option: string, value: string, most: number): number {
	const number = Number(value);
	const isAllowed = option === '--rate' ? number > 0 : number >= 0;
	if (value.trim() === '' || !isAllowed || !(number <= most)) {
		throw new UserError('bad-option', { option, value, expected: `0–${most}` });
	}
	return number;
}

async function report(
	folder: string,
	name: string,
	{ epochs, evaluation }: NetworkOutcome,
	{ text, locale }: CliContext,
): Promise<void> {
	const files = await writeTo(folder, async () => {
		const written = await writeReport(folder, { name, evaluation }, { locale });
		const curve = await renderTrainingCurve({ epochs }, { locale });
		await writeFile(join(folder, curve.name), curve.png);
		await writeFile(join(folder, 'epochs.json'), `${JSON.stringify(epochs, null, '\t')}\n`);
		return [...written, curve.name, 'epochs.json'];
	});
	process.stderr.write(`${text.evaluate.reported(folder, files)}\n`);
}

function describeOutcome(
	{ refused, leftOut, keptEpoch, epochs }: NetworkOutcome,
	{ patience }: NetworkTraining,
	out: string | undefined,
	{ text, locale }: CliContext,
): string {
	return [
		...formatRefused(refused, text.report, locale),
		...(leftOut > 0 ? [text.network.leftOut(leftOut)] : []),
		...(patience === null ? [] : [text.network.kept(keptEpoch, epochs.length)]),
		...(out === undefined
			? []
			: [out.endsWith('.onnx') ? text.network.writtenOnnx(out) : text.network.written(out)]),
		text.network.heldOut,
	].join('\n');
}

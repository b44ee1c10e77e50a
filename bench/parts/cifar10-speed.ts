import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ARCHITECTURES, type Architecture } from '../../src/model/network-training/architectures.ts';
import { packageRoot } from '../../src/package-root.ts';
import { type LabelledPixels, makeBatch } from '../../src/train/network/batches.ts';
import { median, times } from '../measure.ts';
import { atLeast, type Row } from '../report.ts';
import { createTrainer } from './cifar10-curve.ts';
import { SIDE } from './cifar10-photos.ts';

const ROUNDS = 21;

const BATCH = 32;

/** Trains so many steps, and says how many milliseconds they took. */
type Steps = (steps: number) => Promise<number>;

interface Peer {
	readonly steps: Steps;
	readonly close: () => Promise<void> | void;
}

/** Steps of a round: about as long for each, and short, so that what else the machine does meets all alike. */
const STEPS = { hantei: 6, 'standard operators': 6, keras: 6, 'tfjs-node': 6, 'tfjs wasm': 1 } as const;

type Name = keyof typeof STEPS;

/** Who is to be how many times as fast as whom. */
const WANTED: readonly (readonly [who: Name, whom: Name, times: number])[] = [
	['hantei', 'keras', 0.8],
	['hantei', 'tfjs-node', 1.3],
	['hantei', 'tfjs wasm', 8],
	['hantei', 'standard operators', 1],
	['standard operators', 'tfjs-node', 1],
];

/** Photos a second, each on one thread and all others in processes of their own, round after round in turn: a noisy machine meets all alike. */
export async function compareSpeed(photos: LabelledPixels, folder: string): Promise<Row[]> {
	const peers = new Map<Name, Peer>([
		['hantei', await ours(photos)],
		['standard operators', await ours(photos, 'standard')],
	]);
	const missing: Row[] = [];
	for (const [name, open] of [
		['keras', () => keras(folder)],
		['tfjs-node', () => tensorFlow('node')],
		['tfjs wasm', () => tensorFlow('wasm')],
	] as const) {
		const peer = await open();
		if (peer) peers.set(name, peer);
		else missing.push({ what: `step of training: ${name}`, result: 'not installed' });
	}
	const speeds = new Map([...peers.keys()].map((name) => [name, [] as number[]]));
	// The first round warms up.
	for (let round = 0; round <= ROUNDS; round++) {
		for (const [name, { steps }] of peers) {
			const milliseconds = await steps(STEPS[name]);
			if (round > 0) speeds.get(name)?.push((STEPS[name] * BATCH * 1000) / milliseconds);
		}
	}
	for (const { close } of peers.values()) await close();
	const ratios = WANTED.flatMap(([who, whom, wanted]) => {
		const [own, other] = [speeds.get(who), speeds.get(whom)];
		if (!own || !other) return [];
		const ratio = median(own.map((speed, round) => speed / (other[round] as number)));
		return [atLeast(`${who} against ${whom}, median of the rounds’ ratios`, ratio, wanted, times)];
	});
	return [
		...[...speeds].map(([name, rounds]) => ({
			what: `step of training, batch ${BATCH}: ${name}`,
			result: `${median(rounds).toFixed(0)} photos/s (${rounds.map((one) => one.toFixed(0)).join(', ')})`,
		})),
		...ratios,
		...missing,
	];
}

async function ours(photos: LabelledPixels, layout?: 'standard'): Promise<Peer> {
	const { rate } = ARCHITECTURES['cifar10-cnn'] as Architecture;
	const trainer = await createTrainer(1, layout);
	const indexes = Int32Array.from({ length: BATCH }, (_, n) => n);
	const batch = makeBatch(photos, indexes, { side: SIDE, augmentation: 'none', seed: 1, epoch: 0 });
	return {
		async steps(steps) {
			const begin = performance.now();
			for (let step = 0; step < steps; step++) await trainer.step(batch, { rate });
			return performance.now() - begin;
		},
		close: () => trainer.close(),
	};
}

async function keras(folder: string): Promise<Peer | undefined> {
	const python = process.env['KERAS_PYTHON'];
	if (!python) return undefined;
	const script = join(packageRoot(), 'test', 'interop', 'keras_cifar10.py');
	return child(spawn(python, [script, 'steps'], { env: { ...process.env, CIFAR10: folder } }));
}

function tensorFlow(backend: 'node' | 'wasm'): Promise<Peer | undefined> {
	const [extension] = /\.[jt]s$/.exec(import.meta.url) ?? ['.js'];
	const script = fileURLToPath(new URL(`./cifar10-tfjs${extension}`, import.meta.url));
	const one = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };
	return child(
		spawn(process.execPath, [...process.execArgv, script, backend], { env: { ...process.env, ...one } }),
	);
}

/** A process that says `ready`, then answers each number of steps with milliseconds; undefined where it ends before. */
async function child(process: ChildProcess): Promise<Peer | undefined> {
	const { stdin, stdout } = process;
	if (!stdin || !stdout) return undefined;
	stdin.on('error', () => {});
	process.on('error', () => {});
	const lines = createInterface(stdout);
	const isReady = await new Promise<boolean>((resolve) => {
		lines.on('line', (line) => line === 'ready' && resolve(true));
		lines.once('close', () => resolve(false));
	});
	if (!isReady) return undefined;
	return {
		async steps(steps) {
			const answer = once(lines, 'line');
			stdin.write(`${steps}\n`);
			return Number((await answer)[0]);
		},
		async close() {
			stdin.end();
			await once(process, 'exit');
		},
	};
}

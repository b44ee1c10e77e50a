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

const ROUNDS = 5;

const BATCH = 32;

/** Trains so many steps, and says how many milliseconds they took. */
type Steps = (steps: number) => Promise<number>;

interface Peer {
	readonly steps: Steps;
	readonly close: () => Promise<void> | void;
}

/** Steps of a round: about as long for each. */
const STEPS = { hantei: 20, keras: 20, 'tfjs-node': 20, 'tfjs wasm': 4 } as const;

/** How many times as fast as a peer training by standard operators is to be. */
const WANTED: Readonly<Partial<Record<keyof typeof STEPS, number>>> = { 'tfjs-node': 1, 'tfjs wasm': 8 };

/** Photos a second, each in a process of its own and on one thread, round after round in turn: a noisy machine meets all alike. */
export async function compareSpeed(photos: LabelledPixels, folder: string): Promise<Row[]> {
	const peers = new Map<keyof typeof STEPS, Peer>([['hantei', await ours(photos)]]);
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
	const own = speeds.get('hantei') as number[];
	return [
		...[...speeds].map(([name, rounds]) => ({
			what: `step of training, batch ${BATCH}: ${name}`,
			result: `${median(rounds).toFixed(0)} photos/s (${rounds.map((one) => one.toFixed(0)).join(', ')})`,
		})),
		...[...speeds]
			.filter(([name]) => name !== 'hantei')
			.map(([name, rounds]) => {
				const ratio = median(own.map((speed, round) => speed / (rounds[round] as number)));
				const what = `hantei against ${name}, median of the rounds’ ratios`;
				const wanted = WANTED[name];
				return wanted === undefined ? { what, result: times(ratio) } : atLeast(what, ratio, wanted, times);
			}),
		...missing,
	];
}

async function ours(photos: LabelledPixels): Promise<Peer> {
	const { rate } = ARCHITECTURES['cifar10-cnn'] as Architecture;
	const trainer = await createTrainer(1);
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

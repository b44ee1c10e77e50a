import { type ChildProcess, fork } from 'node:child_process';
import { UserError } from '../../errors.ts';
import { fromWire, type WireError } from '../../jobs/wire-error.ts';
import { workerFile } from '../../model/engine/worker-file.ts';
import { AWAITED, OF_A_NETWORK, OUT_OF_MEMORY_EXIT } from './give-way.ts';

/** What it may know of this process's environment: where things are on this machine, no token and no key. */
const PASSED_ON = [
	'PATH',
	'HOME',
	'TMPDIR',
	'TMP',
	'TEMP',
	'SystemRoot',
	'LD_LIBRARY_PATH',
	'CUDA_PATH',
	'CUDA_VISIBLE_DEVICES',
	'LANG',
	'TZ',
];

/** Keys and addresses of the store where files lie, where they do not lie on this machine. */
function namesOfTheStore(): string[] {
	return Object.keys(process.env).filter((name) => name.startsWith('AWS_'));
}

export interface TrainingProcessSetup {
	readonly memoryMb: number;
	/** Of a network, which ends in a file; else of a model version. */
	readonly isOfNetwork?: boolean;
	/** It lowers its priority by itself, once there is much to do. */
	readonly isAwaited?: boolean;
	/** Whether files lie in a store. */
	readonly usesStore?: boolean;
}

/** The last that a process tells. */
export type Answer<Outcome> =
	| { readonly kind: 'finished'; readonly outcome: Outcome }
	| { readonly kind: 'failed'; readonly error: WireError };

/** A process that was told to stop is killed after this: what it holds up is nothing but itself. */
const KILL_AFTER_MS = 3_000;

/**
 * Has a process do the one training that it is asked for.
 * @param hear is handed what it tells, of which the last is the answer, and a way to tell it something
 * @throws {UserError} `training-crashed`, `training-out-of-memory`, `cancelled`, and what the training is refused with
 */
export async function runTrainingProcess<Order extends object, Outcome>(
	{ memoryMb, ...setup }: TrainingProcessSetup,
	signal: AbortSignal,
	hear: (message: unknown, tell: (order: Order) => void) => Answer<Outcome> | undefined,
): Promise<Outcome> {
	if (signal.aborted) throw new UserError('cancelled', {});
	const child = start(memoryMb, setup);
	const tell = (order: Order | { readonly kind: 'cancel' }) => {
		// One that is ending already need not be told anything.
		if (child.connected) child.send(order, () => {});
	};
	let killing: NodeJS.Timeout | undefined;
	const stop = () => {
		tell({ kind: 'cancel' });
		killing ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
	};
	signal.addEventListener('abort', stop, { once: true });
	let answer: Answer<Outcome> | undefined;
	child.on('message', (message) => {
		answer ??= hear(message, tell);
		// It ends when nobody listens any more, so that its last word is never lost.
		if (answer && child.connected) child.disconnect();
	});
	return new Promise<Outcome>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, killedBy) => {
			clearTimeout(killing);
			signal.removeEventListener('abort', stop);
			if (answer?.kind === 'finished') resolve(answer.outcome);
			else if (answer) reject(fromWire(answer.error));
			else if (signal.aborted) reject(new UserError('cancelled', {}));
			else reject(endedWithout(code, killedBy, memoryMb));
		});
	});
}

function start(
	memoryMb: number,
	{ isOfNetwork = false, isAwaited = false, usesStore = false }: Omit<TrainingProcessSetup, 'memoryMb'>,
): ChildProcess {
	const { filename, execArgv } = workerFile('./training-process', import.meta.url);
	return fork(filename, [...(isOfNetwork ? [OF_A_NETWORK] : []), ...(isAwaited ? [AWAITED] : [])], {
		execArgv: [...execArgv, `--max-old-space-size=${Math.floor(memoryMb)}`],
		env: Object.fromEntries(
			[...PASSED_ON, ...(usesStore ? namesOfTheStore() : [])].map((name) => [name, process.env[name]]),
		),
		// Its log goes where ours goes; standard output is for what a command prints.
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
}

/** Why a process ended that said nothing. Node aborts itself when its heap is full. */
function endedWithout(code: number | null, killedBy: NodeJS.Signals | null, memoryMb: number): UserError {
	if (code === OUT_OF_MEMORY_EXIT || killedBy === 'SIGABRT') {
		return new UserError('training-out-of-memory', { limitMb: memoryMb });
	}
	return new UserError('training-crashed', { how: killedBy ?? `exit ${code}` });
}

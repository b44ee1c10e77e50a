import { type ChildProcess, fork } from 'node:child_process';
import { type ErrorCode, type ErrorDetails, UserError } from '../../errors.ts';
import { workerFile } from '../engine/worker-file.ts';

/** The largest networks for photos take a few seconds. */
const LIMIT_SECONDS = 60;
const LIMIT_MB = 4000;

export interface GuardOptions<Step extends string = string> {
	readonly signal?: AbortSignal;
	readonly onStep?: (step: Step) => void;
	readonly limitSeconds?: number;
	readonly limitMb?: number;
}

/** A function that a module exports. Its last argument is told each step. */
export interface GuardedWork {
	readonly module: ReturnType<typeof workerFile>;
	readonly name: string;
}

export interface GuardedOrder {
	/** Path of the module. */
	readonly module: string;
	readonly name: string;
	readonly args: readonly unknown[];
	readonly limitMb: number;
}

/** Refusals travel as data: an error loses its class between processes. */
export type GuardedMessage<Result> =
	| { readonly kind: 'step'; readonly step: string }
	| { readonly kind: 'done'; readonly result: Result }
	| { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails[ErrorCode] }
	/** A bug. */
	| { readonly kind: 'failed'; readonly message: string };

/**
 * Does something with a file of a stranger in a process of its own: whatever the file does to the libraries that read it,
 * what it takes is bounded, and what it breaks is that process.
 *
 * @param path of the stranger's file, for what is told to people
 * @param args what the function takes: data, since it crosses processes
 * @throws {UserError} `network-too-demanding`, `network-damaged`, `cancelled`, and what the work is refused with
 */
export function runGuarded<Result, Step extends string = string>(
	{ module, name }: GuardedWork,
	path: string,
	args: readonly unknown[],
	{ signal, onStep, limitSeconds = LIMIT_SECONDS, limitMb = LIMIT_MB }: GuardOptions<Step> = {},
): Promise<Result> {
	const { filename, execArgv } = workerFile('./guarded-process', import.meta.url);
	const child = fork(filename, [], {
		execArgv: [...execArgv, `--max-old-space-size=${limitMb}`],
		// It needs no setting, no token and no key.
		env: {},
		// What libraries print about a damaged file is of no use to anybody.
		stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
		// Networks travel as they are, not as text.
		serialization: 'advanced',
	});
	child.once('spawn', () => {
		const order: GuardedOrder = { module: module.filename, name, args, limitMb };
		child.send(order, () => {});
	});
	return supervise<Result, Step>(child, path, { signal, onStep, limitSeconds, limitMb });
}

function supervise<Result, Step extends string>(
	child: ChildProcess,
	path: string,
	{
		signal,
		onStep,
		limitSeconds,
		limitMb,
	}: GuardOptions<Step> & { readonly limitSeconds: number; readonly limitMb: number },
): Promise<Result> {
	const kill = () => child.kill('SIGKILL');
	let answer: Exclude<GuardedMessage<Result>, { kind: 'step' }> | undefined;
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		kill();
	}, limitSeconds * 1000);
	signal?.addEventListener('abort', kill, { once: true });
	if (signal?.aborted) kill();
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.on('message', (message: GuardedMessage<Result>) => {
			if (message.kind === 'step') {
				onStep?.(message.step as Step);
				return;
			}
			answer = message;
			child.disconnect();
		});
		child.once('exit', (code, killedBy) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', kill);
			if (answer?.kind === 'done') resolve(answer.result);
			else if (answer?.kind === 'refused') reject(new UserError(answer.code, answer.details));
			else if (answer) reject(new Error(answer.message));
			else if (signal?.aborted) reject(new UserError('cancelled', {}));
			// Node aborts itself when its heap is full, and the process is killed when the rest is.
			else if (late || killedBy === 'SIGABRT' || killedBy === 'SIGKILL')
				reject(new UserError('network-too-demanding', { path, limitSeconds, limitMb }));
			else {
				const reason = `the process that read it ended (${killedBy ?? `exit ${code}`})`;
				reject(new UserError('network-damaged', { path, reason }));
			}
		});
	});
}

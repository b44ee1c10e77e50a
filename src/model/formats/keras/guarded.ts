import { type ChildProcess, fork } from 'node:child_process';
import { type ErrorCode, type ErrorDetails, UserError } from '../../../errors.ts';
import { workerFile } from '../../engine/worker-file.ts';
import type { PixelRange } from '../network/pixels.ts';
import type { ConvertedKerasFile } from './convert.ts';

/** The largest networks for photos take a few seconds. */
const LIMIT_SECONDS = 60;
const LIMIT_MB = 4000;

export interface ConversionOrder {
	readonly path: string;
	readonly ranges: readonly PixelRange[];
	readonly limitMb: number;
}

/** Refusals travel as data: an error loses its class between processes. */
export type ConversionAnswer =
	| { readonly ok: true; readonly converted: ConvertedKerasFile }
	| { readonly ok: false; readonly code: ErrorCode; readonly details: ErrorDetails[ErrorCode] };

export interface GuardOptions {
	readonly signal?: AbortSignal;
	readonly limitSeconds?: number;
	readonly limitMb?: number;
}

/**
 * Converts a file of a stranger, in a process of its own: whatever the file does to the libraries that read it, what it
 * takes is bounded, and what it breaks is that process.
 *
 * @throws {UserError} `network-too-demanding`, `cancelled`, and as `convertKerasFile`
 */
export function convertGuarded(
	path: string,
	ranges: readonly PixelRange[],
	{ signal, limitSeconds = LIMIT_SECONDS, limitMb = LIMIT_MB }: GuardOptions = {},
): Promise<ConvertedKerasFile> {
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
	child.once('spawn', () => child.send({ path, ranges, limitMb } satisfies ConversionOrder, () => {}));
	return supervise(child, path, { signal, limitSeconds, limitMb });
}

function supervise(
	child: ChildProcess,
	path: string,
	{ signal, limitSeconds, limitMb }: Required<Omit<GuardOptions, 'signal'>> & Pick<GuardOptions, 'signal'>,
): Promise<ConvertedKerasFile> {
	const tooDemanding = () => new UserError('network-too-demanding', { path, limitSeconds, limitMb });
	const kill = () => child.kill('SIGKILL');
	let answer: ConversionAnswer | undefined;
	let late = false;
	const timer = setTimeout(() => {
		late = true;
		kill();
	}, limitSeconds * 1000);
	signal?.addEventListener('abort', kill, { once: true });
	if (signal?.aborted) kill();
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.on('message', (message: ConversionAnswer) => {
			answer = message;
			child.disconnect();
		});
		child.once('exit', (code, killedBy) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', kill);
			if (answer?.ok) resolve(answer.converted);
			else if (answer) reject(new UserError(answer.code, answer.details));
			else if (signal?.aborted) reject(new UserError('cancelled', {}));
			// Node aborts itself when its heap is full, and the process is killed when the rest is.
			else if (late || killedBy === 'SIGABRT' || killedBy === 'SIGKILL') reject(tooDemanding());
			else {
				const reason = `the process that read it ended (${killedBy ?? `exit ${code}`})`;
				reject(new UserError('network-damaged', { path, reason }));
			}
		});
	});
}

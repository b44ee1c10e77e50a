import { type ChildProcess, fork } from 'node:child_process';
import { UserError } from '../../errors.ts';
import { workerFile } from '../../model/engine/worker-file.ts';
import { AWAITED, OUT_OF_MEMORY_EXIT } from './give-way.ts';

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

/**
 * @param name of the process's file, relative to this one and without its extension
 * @param options.isAwaited it lowers its priority by itself, once there is much to do
 * @param options.usesStore whether files lie in a store
 */
export function startTrainingProcess(
	name: string,
	memoryMb: number,
	{
		isAwaited = false,
		usesStore = false,
	}: { readonly isAwaited?: boolean; readonly usesStore?: boolean } = {},
): ChildProcess {
	const { filename, execArgv } = workerFile(name, import.meta.url);
	return fork(filename, isAwaited ? [AWAITED] : [], {
		execArgv: [...execArgv, `--max-old-space-size=${Math.floor(memoryMb)}`],
		env: Object.fromEntries(
			[...PASSED_ON, ...(usesStore ? namesOfTheStore() : [])].map((name) => [name, process.env[name]]),
		),
		// Its log goes where ours goes; standard output is for what a command prints.
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
}

/** Why a process ended that said nothing. Node aborts itself when its heap is full. */
export function endedWithout(
	code: number | null,
	killedBy: NodeJS.Signals | null,
	memoryMb: number,
): UserError {
	if (code === OUT_OF_MEMORY_EXIT || killedBy === 'SIGABRT') {
		return new UserError('training-out-of-memory', { limitMb: memoryMb });
	}
	return new UserError('training-crashed', { how: killedBy ?? `exit ${code}` });
}

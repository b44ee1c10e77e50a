import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isUserError } from '../../errors.ts';
import { workerFile } from '../engine/worker-file.ts';
import type { GuardedMessage, GuardedOrder } from './guard.ts';

// The process that `runGuarded` starts: does the one piece of work that it is asked for, and ends with its parent.
process.once('message', async ({ module, name, args, limitMb }: GuardedOrder) => {
	// WebAssembly's memory, ONNX Runtime's and that of numbers lie outside the heap that Node can bound.
	const { filename, execArgv } = workerFile('./memory-watch', import.meta.url);
	new Worker(filename, { execArgv, workerData: limitMb }).unref();
	try {
		const { [name]: run } = await import(pathToFileURL(module).href);
		tell({ kind: 'done', result: await run(...args, (step: string) => tell({ kind: 'step', step })) });
	} catch (error) {
		tell(failure(error));
	}
});
process.on('disconnect', () => process.exit());
// Ctrl-C signals the parent as well, which knows what is to become of this process.
process.on('SIGINT', () => {});

function tell(message: GuardedMessage<unknown>): void {
	process.send?.(message);
}

function failure(error: unknown): Exclude<GuardedMessage<never>, { kind: 'done' }> {
	if (isUserError(error)) return { kind: 'refused', code: error.code, details: error.details };
	return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

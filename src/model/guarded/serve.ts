import { Worker } from 'node:worker_threads';
import { isUserError } from '../../errors.ts';
import { workerFile } from '../engine/worker-file.ts';
import type { GuardedMessage, GuardedOrder } from './guard.ts';

/** In the process that `runGuarded` starts: does the one piece of work that it is asked for. It ends with its parent. */
export function serveGuarded<Order, Result>(
	work: (order: Order, onStep: (step: string) => void) => Promise<Result>,
): void {
	const tell = (message: GuardedMessage<Result>) => void process.send?.(message);
	process.once('message', async ({ order, limitMb }: GuardedOrder<Order>) => {
		// WebAssembly's memory, ONNX Runtime's and that of numbers lie outside the heap that Node can bound.
		const { filename, execArgv } = workerFile('./memory-watch', import.meta.url);
		new Worker(filename, { execArgv, workerData: limitMb }).unref();
		try {
			tell({ kind: 'done', result: await work(order, (step) => tell({ kind: 'step', step })) });
		} catch (error) {
			tell(failure(error));
		}
	});
	process.on('disconnect', () => process.exit());
	// Ctrl-C signals the parent as well, which knows what is to become of this process.
	process.on('SIGINT', () => {});
}

function failure(error: unknown): Exclude<GuardedMessage<never>, { kind: 'done' }> {
	if (isUserError(error)) return { kind: 'refused', code: error.code, details: error.details };
	return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

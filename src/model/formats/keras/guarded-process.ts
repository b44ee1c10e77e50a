import { Worker } from 'node:worker_threads';
import { isUserError } from '../../../errors.ts';
import { workerFile } from '../../engine/worker-file.ts';
import { convertKerasFile } from './convert.ts';
import type { ConversionAnswer, ConversionOrder } from './guarded.ts';

process.once('message', async ({ path, ranges, limitMb }: ConversionOrder) => {
	// WebAssembly's memory and that of numbers lie outside the heap that Node can bound.
	const { filename, execArgv } = workerFile('./memory-watch', import.meta.url);
	new Worker(filename, { execArgv, workerData: limitMb }).unref();
	answer(await convert(path, ranges));
});
process.on('disconnect', () => process.exit());

async function convert(...order: Parameters<typeof convertKerasFile>): Promise<ConversionAnswer> {
	try {
		return { ok: true, converted: await convertKerasFile(...order) };
	} catch (error) {
		if (isUserError(error)) return { ok: false, code: error.code, details: error.details };
		throw error;
	}
}

function answer(message: ConversionAnswer): void {
	process.send?.(message);
}

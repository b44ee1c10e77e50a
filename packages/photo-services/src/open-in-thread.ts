import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PhotoSource, PhotoSourceOptions } from './photo-source.ts';
import type { ThreadMessage } from './thread.ts';

export type ThreadedPhotoSource = Pick<PhotoSource, 'url' | 'photos' | 'close'>;

/**
 * Starts photo services in a thread of their own: drawing a photo takes some 50 ms of its thread, which a program
 * beside it may not be able to spare.
 * @throws {Error} with the `code` of Node where there is one, as `EADDRINUSE`
 */
export async function openInThread(
	options: Pick<PhotoSourceOptions, 'port' | 'folder'>,
): Promise<ThreadedPhotoSource> {
	const { filename, execArgv } = threadFile();
	const thread = new Worker(filename, { execArgv, workerData: options });
	const [message] = (await once(thread, 'message')) as [ThreadMessage];
	if ('failure' in message) {
		const { code, message: reason } = message.failure;
		throw Object.assign(new Error(reason), { code });
	}
	return {
		...message,
		async close() {
			const exited = once(thread, 'exit');
			thread.postMessage('close');
			await exited;
		},
	};
}

/** Beside the compiled code the compiled thread; beside the sources, in tests, the source with tsx. */
function threadFile(): { filename: string; execArgv: string[] } {
	const isSource = import.meta.url.endsWith('.ts');
	return {
		filename: fileURLToPath(new URL(`./thread.${isSource ? 'ts' : 'js'}`, import.meta.url)),
		execArgv: isSource ? ['--import', registerTsx()] : [],
	};
}

/** On Node 20 `--import tsx` takes effect in the main thread only; asking tsx by hand works in a worker too. */
function registerTsx(): string {
	const api = JSON.stringify(import.meta.resolve('tsx/esm/api'));
	return `data:text/javascript,${encodeURIComponent(`import { register } from ${api}; register();`)}`;
}

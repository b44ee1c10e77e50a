import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UserError } from './errors.ts';
import { workerFile } from './model/engine/worker-file.ts';
import type { ThreadMessage } from './photo-source/thread.ts';
import { servePage } from './playground/page-api/serve-page.ts';
import type { Playground } from './playground/playground.ts';
import { startPlayground } from './playground/start.ts';

/** What stands in for Discord where there is no token, with its chat page. @throws {UserError} `port-taken` */
export async function openPlayground(port: number): Promise<Playground> {
	try {
		const playground = await startPlayground({ port });
		servePage(playground);
		return playground;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
		throw new UserError('port-taken', { port, setting: 'PLAYGROUND_PORT' }, { cause: error });
	}
}

export interface LocalPhotoSource {
	readonly url: string;
	/** Of our own drawing, or of a folder. */
	readonly photos: 'drawn' | 'folder';
	close(): Promise<void>;
}

/**
 * What stands in for photo services where they are not to be asked, in a thread of its own. Its port is the same at
 * every start where that is free, because the catalogue remembers addresses of photos that were found and not yet
 * fetched; a second Hantei on the machine takes any other.
 * @param folder photos to offer, one folder for each label; drawn ones, when absent
 * @throws {UserError} `file-unreadable`
 */
export async function openPhotoSource(port: number, folder: string | undefined): Promise<LocalPhotoSource> {
	const { filename, execArgv } = workerFile('./photo-source/thread', import.meta.url);
	const thread = new Worker(filename, { execArgv, workerData: { port, folder } });
	const [message] = (await once(thread, 'message')) as [ThreadMessage];
	if ('failure' in message) {
		const { code, message: reason } = message.failure;
		if (code === 'EADDRINUSE') return openPhotoSource(0, folder);
		if (folder) throw new UserError('file-unreadable', { path: folder, reason });
		throw new Error(reason);
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

import { parentPort, workerData } from 'node:worker_threads';
import type { PhotoSourceOptions } from './photo-source.ts';
import { startPhotoSource } from './start.ts';

/** What the thread says once it knows. */
export type ThreadMessage =
	| { readonly url: string; readonly photos: 'drawn' | 'folder' }
	| { readonly failure: { readonly code: string | undefined; readonly message: string } };

/** Entry of a worker thread that runs a photo source until it is sent a message. */
function say(message: ThreadMessage): void {
	parentPort?.postMessage(message);
}

try {
	// Ours to trust: from the thread that started this one.
	const source = await startPhotoSource(workerData as PhotoSourceOptions);
	parentPort?.once('message', () => {
		void source.close().finally(() => parentPort?.close());
	});
	say({ url: source.url, photos: source.photos });
} catch (error) {
	const { code, message } = error as NodeJS.ErrnoException;
	say({ failure: { code, message } });
}

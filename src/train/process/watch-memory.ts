import { OUT_OF_MEMORY_EXIT } from './protocol.ts';

const LOOK_EVERY_MS = 250;

/** Numbers lie outside the heap that Node can bound. Better this process ends than one that serves people. */
export function watchMemory(limitMb: number): void {
	const look = () => {
		if (process.memoryUsage.rss() > limitMb * 1e6) process.exit(OUT_OF_MEMORY_EXIT);
	};
	setInterval(look, LOOK_EVERY_MS).unref();
}

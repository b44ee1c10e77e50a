import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Makes this process give way to every other one. On Linux a priority is a thread's, and Node has started some threads
 * before any of our code runs, so each is set; those to come inherit it from the one that starts them.
 */
export function lowerPriority(): void {
	for (const thread of threads()) {
		try {
			setPriority(thread, constants.priority.PRIORITY_LOW);
		} catch {
			// A thread that has ended since, or a system that knows no priorities: no reason not to train.
		}
	}
}

/**
 * Told to a process that somebody waits for: on a busy machine one of the lowest priority takes several times as long to
 * begin as its work takes.
 */
export const AWAITED = '--awaited';

/** Told to a process that trains a network and nothing else: a file is what comes of it. */
export const OF_A_NETWORK = '--network';

/** Zero is this process, or on Linux this thread. */
function threads(): number[] {
	if (process.platform !== 'linux') return [0];
	try {
		return readdirSync('/proc/self/task').map(Number);
	} catch {
		return [0];
	}
}

/** With which a process ends that needs more memory than it may have. */
export const OUT_OF_MEMORY_EXIT = 86;

const LOOK_EVERY_MS = 250;

/** Numbers lie outside the heap that Node can bound. Better this process ends than one that serves people. */
export function watchMemory(limitMb: number): void {
	const look = () => {
		if (process.memoryUsage.rss() > limitMb * 1e6) process.exit(OUT_OF_MEMORY_EXIT);
	};
	setInterval(look, LOOK_EVERY_MS).unref();
}

import { workerData } from 'node:worker_threads';

const LOOK_EVERY_MS = 20;

// From a thread of its own, since what takes the memory lets no timer of its thread run. Nothing but a signal ends the
// process from here.
setInterval(() => {
	if (process.memoryUsage.rss() > (workerData as number) * 1e6) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY_MS);

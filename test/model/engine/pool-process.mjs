/**
 * Opens and closes a pool of the worker `worker.js` that lies in a folder, ever later after its start, until the worker
 * had the time to answer: `pool-process.mjs <folder>`. Compiled sources and plain JavaScript, as a host runs them.
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Piscina } from 'piscina';
import { workerFile } from '../../../dist/src/model/engine/worker-file.js';

const STEP_MS = 10;
const caller = pathToFileURL(`${process.argv[2]}/caller.js`).href;

for (let delay = 0, answered = false; !answered; delay += STEP_MS) {
	const pool = new Piscina({ ...workerFile('worker', caller), minThreads: 1, atomics: 'disabled' });
	pool.run(undefined).then(
		() => {
			answered = true;
		},
		() => {},
	);
	await sleep(delay);
	await pool.destroy();
}

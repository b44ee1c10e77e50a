import { buildIfStale } from '../bin/build-if-stale.js';

/** Tests start workers, processes and the command line from the compiled output: see `support/compiled-workers.ts`. */
export function setup(): void {
	buildIfStale();
}

import { buildIfStale } from '../bin/build-if-stale.js';

/** Some tests run the command line as a user would, from the compiled output. */
export function setup(): void {
	buildIfStale();
}

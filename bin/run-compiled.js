import { buildIfStale } from './build-if-stale.js';

/**
 * Compiles what is stale, then runs a compiled file.
 * @param {string} path relative to the compiled output
 */
export async function runCompiled(path) {
	buildIfStale();
	try {
		await import(`../dist/${path}`);
	} catch (error) {
		if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
		process.stderr.write(`hantei: ${error.message}\nAfter an update, run \`npm ci\` first.\n`);
		process.exit(1);
	}
}

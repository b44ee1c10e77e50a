import { fileURLToPath } from 'node:url';

/**
 * Where a worker's code is, and what Node needs to run it: next to a compiled caller the compiled file, next to a
 * source (in tests and `npm run dev`) the source, with tsx.
 *
 * @param name of the worker's file, relative to the caller's and without its extension: `./conversion-worker`
 * @param base the caller's `import.meta.url`
 */
export function workerFile(name: string, base: string): { filename: string; execArgv: string[] } {
	const isSource = base.endsWith('.ts');
	return {
		filename: fileURLToPath(new URL(`${name}.${isSource ? 'ts' : 'js'}`, base)),
		// A source that is asked for by `require` is no module to Node, which it warns of; then it is imported.
		execArgv: [...IMPORT_ALONE, ...(isSource ? ['--no-warnings', '--import', registerTsx()] : [])],
	};
}

/**
 * Piscina asks `require` for a worker's code first. Where Node lets that load an ES module it does so in one go, and a
 * thread that is ended during it, by closing a pool that has only just begun, aborts the whole process ("IsGraphAsync
 * must be used on an instantiated module", seen with Node 20.20). An import can be ended at any moment.
 */
const IMPORT_ALONE = process.allowedNodeEnvironmentFlags.has('--experimental-require-module')
	? ['--no-experimental-require-module']
	: [];

/** On Node 20 `--import tsx` takes effect in the main thread only; asking tsx by hand works in a worker too. */
function registerTsx(): string {
	const api = JSON.stringify(import.meta.resolve('tsx/esm/api'));
	return `data:text/javascript,${encodeURIComponent(`import { register } from ${api}; register();`)}`;
}

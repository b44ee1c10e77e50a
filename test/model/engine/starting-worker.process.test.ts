import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { packageRoot } from '../../../src/package-root.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const NAMES = Array.from({ length: 2_000 }, (_, n) => `name${n}`).join(', ');
const MODULES = 50;

/** A worker that spends most of its start on binding the names that its modules hand on. */
async function workerThatStartsSlowly(): Promise<string> {
	const folder = await temporaryFolder();
	const write = (name: string, source: string) => writeFile(join(folder, name), source);
	await write('package.json', '{ "type": "module" }');
	await write('names0.js', `export let ${NAMES};`);
	for (let n = 1; n < MODULES; n++)
		await write(`names${n}.js`, `export { ${NAMES} } from './names${n - 1}.js';`);
	await write(
		'worker.js',
		`import { ${NAMES} } from './names${MODULES - 1}.js';\nexport default () => name0;`,
	);
	return folder;
}

it('may be closed at any moment of its start, and the process lives on', async () => {
	const script = join(packageRoot(), 'test/model/engine/pool-process.mjs');
	const folder = await workerThatStartsSlowly();
	// Rejected where the process ends by a signal or with an exit code.
	const { stderr } = await promisify(execFile)(process.execPath, [script, folder]);
	expect(stderr).toBe('');
});

import { join } from 'node:path';
import type { Plugin } from 'vitest/config';
import { packageRoot } from '../../src/package-root.ts';

const ROOT = packageRoot();

/**
 * Has the workers and processes that the code under test starts run from the compiled sources, where they start in a
 * quarter of the time: each would transform all that it imports for itself. Tests that use it compile first (`test/build.ts`).
 */
export function compiledWorkers(): Plugin {
	return {
		name: 'compiled-workers',
		enforce: 'pre',
		transform(code, id) {
			if (
				!id.startsWith(join(ROOT, 'src')) ||
				!code.includes('workerFile(') ||
				!code.includes('import.meta.url')
			)
				return;
			const compiled = JSON.stringify(
				`file://${id.replace(ROOT, join(ROOT, 'dist')).replace(/\.ts$/, '.js')}`,
			);
			return code.replaceAll(/(workerFile\([^)]*)import\.meta\.url/g, `$1${compiled}`);
		},
	};
}

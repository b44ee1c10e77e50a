import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = join('src', 'playground', 'page');

/**
 * The folder with what browsers run, which is not compiled: the same for the sources and for the compiled output,
 * which lies in a folder of its own beside `src`.
 */
export function pageRoot(from = dirname(fileURLToPath(import.meta.url))): string {
	for (let folder = from; ; folder = dirname(folder)) {
		if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, PAGE))) return join(folder, PAGE);
		if (folder === dirname(folder)) throw new Error(`${PAGE} is in no folder above the code`);
	}
}

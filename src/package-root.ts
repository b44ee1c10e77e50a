import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Package {
	readonly root: string;
	readonly version: string;
}

let found: Package | undefined;

/**
 * Absolute path of the folder that holds our package.json: the same whether the sources run or the compiled
 * output, which lies one folder deeper. What is not TypeScript (style sheets, icons, models) is read from there.
 */
export function packageRoot(): string {
	return ourPackage().root;
}

/** Version of Hantei, as its package.json states it. */
export function packageVersion(): string {
	return ourPackage().version;
}

function ourPackage(): Package {
	found ??= findPackage(dirname(fileURLToPath(import.meta.url)));
	return found;
}

function findPackage(folder: string): Package {
	const version = versionOfPackageIn(folder);
	if (version !== undefined) return { root: folder, version };
	const parent = dirname(folder);
	if (parent === folder) throw new Error('package.json of hantei is in no folder above its code');
	return findPackage(parent);
}

function versionOfPackageIn(folder: string): string | undefined {
	let text: string;
	try {
		text = readFileSync(join(folder, 'package.json'), 'utf8');
	} catch {
		return undefined;
	}
	const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
	return name === 'hantei' && typeof version === 'string' ? version : undefined;
}

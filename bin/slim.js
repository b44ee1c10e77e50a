#!/usr/bin/env node
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * Takes out of `node_modules` here what this machine never loads: npm installs ONNX Runtime with the libraries of every system,
 * and echarts with bundles for browsers. `npm ci` brings all of it back.
 */
const MODULES = resolve('node_modules');

const entriesOf = (folder) =>
	existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];

function foreignLibraries() {
	const libraries = entriesOf(join(MODULES, 'onnxruntime-node', 'bin')).flatMap((api) =>
		entriesOf(api).flatMap(entriesOf),
	);
	const own = join(process.platform, process.arch);
	// Where none is of this system, the layout is another than we know.
	return libraries.some((folder) => folder.endsWith(own))
		? libraries.filter((folder) => !folder.endsWith(own))
		: [];
}

function bytesOf(path) {
	const stat = statSync(path, { throwIfNoEntry: false });
	if (!stat?.isDirectory()) return stat?.size ?? 0;
	return entriesOf(path).reduce((sum, entry) => sum + bytesOf(entry), 0);
}

let freed = 0;
for (const path of [...foreignLibraries(), join(MODULES, 'echarts', 'dist')]) {
	freed += bytesOf(path);
	rmSync(path, { recursive: true, force: true });
}
console.log(`hantei: ${Math.round(freed / 1e6)} MB removed from ${MODULES}`);

import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../src/package-root.ts';
import { temporaryFolders } from './support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const OWN = `${process.platform}/${process.arch}`;

async function install(files: readonly string[]): Promise<string> {
	const folder = await temporaryFolder();
	for (const file of files) {
		const path = join(folder, 'node_modules', file);
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, Buffer.alloc(1_000_000));
	}
	return folder;
}

async function slim(folder: string) {
	const said = execFileSync(process.execPath, [join(packageRoot(), 'bin', 'slim.js')], {
		cwd: folder,
		encoding: 'utf8',
	});
	const entries = await readdir(join(folder, 'node_modules'), { recursive: true, withFileTypes: true });
	const left = entries.filter((entry) => entry.isFile());
	return {
		said,
		left: left.map(({ parentPath, name }) => join(parentPath, name).split('node_modules/')[1]).sort(),
	};
}

it('takes away what this machine never loads, and leaves the rest', async () => {
	const library = `onnxruntime-node/bin/napi-v6/${OWN}/onnxruntime_binding.node`;
	const kept = [library, 'echarts/lib/core.js', 'sharp/dist/index.js', 'onnxruntime-node/dist/index.js'];
	const folder = await install([
		...kept,
		'onnxruntime-node/bin/napi-v6/plan9/mips/onnxruntime_binding.node',
		'echarts/dist/echarts.js',
	]);
	expect(await slim(folder)).toEqual({ said: expect.stringContaining(' 2 MB '), left: kept.sort() });
	expect(await slim(folder)).toEqual({ said: expect.stringContaining(' 0 MB '), left: kept });
});

it('takes away no library where none is of this system', async () => {
	const library = 'onnxruntime-node/bin/napi-v6/plan9/mips/onnxruntime_binding.node';
	expect((await slim(await install([library]))).left).toEqual([library]);
});

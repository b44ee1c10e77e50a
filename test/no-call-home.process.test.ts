import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../src/package-root.ts';
import { drawPicture } from './support/pictures.ts';
import { temporaryFolders } from './support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let folder: string;
beforeEach(async () => {
	folder = await temporaryFolder();
	for (const name of ['home', 'tmp', 'data']) await mkdir(join(folder, name));
});

/** Runs a program of ours where nobody has been before, until it says something or ends. */
async function run(program: string, args: readonly string[], until?: string) {
	const child = spawn(process.execPath, [join(packageRoot(), 'bin', program), ...args], {
		cwd: folder,
		env: {
			PATH: process.env['PATH'],
			LANG: 'C',
			HOME: join(folder, 'home'),
			TMPDIR: join(folder, 'tmp'),
			HANTEI_DATA: join(folder, 'data'),
			HANTEI_MODELS: join(folder, 'models'),
			HANTEI_WORKERS: '1',
			WEB_PORT: '0',
			PLAYGROUND_PORT: '0',
			PHOTO_SOURCE_PORT: '0',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let said = '';
	const listen = (chunk: Buffer) => {
		said += chunk;
		if (until && said.includes(until)) child.kill('SIGTERM');
	};
	child.stdout.on('data', listen);
	child.stderr.on('data', listen);
	const [code] = await once(child, 'close');
	return { said, code };
}

/** What Microsoft's telemetry leaves: a queue under ~/.cache/Microsoft, its own log among temporary files. */
async function traces(): Promise<string[]> {
	const names = await Promise.all(
		['home', 'tmp'].map((name) => readdir(join(folder, name), { recursive: true })),
	);
	return names.flat().filter((name) => /microsoft|mat-debug/i.test(name));
}

describe('ONNX Runtime leaves no trace of telemetry', () => {
	it('of a prediction, of 500 files named on the command line, all of which are answered', async () => {
		await mkdir(join(folder, 'photos'));
		const photo = join(folder, 'photo.jpg');
		await writeFile(photo, await drawPicture('house', 1));
		const names = Array.from({ length: 500 }, (_, n) =>
			join(folder, 'photos', `a-photo-with-a-long-name-${n}.jpg`),
		);
		for (const name of names) await cp(photo, name);
		const { said, code } = await run('hantei.js', ['predict', '--json', ...names]);
		expect(code).toBe(0);
		expect(said.split('\n').filter((line) => line.startsWith('{'))).toHaveLength(500);
		expect(await traces()).toEqual([]);
	});

	it('of a training', async () => {
		for (const kind of ['house', 'fence'] as const) {
			await mkdir(join(folder, 'photos', kind), { recursive: true });
			for (let n = 1; n <= 8; n++)
				await writeFile(join(folder, 'photos', kind, `${n}.png`), await drawPicture(kind, n));
		}
		const { code, said } = await run('hantei.js', ['train', '--from', join(folder, 'photos')]);
		expect(said).toContain('v1');
		expect(code).toBe(0);
		expect(await traces()).toEqual([]);
	});

	it('of the bot', async () => {
		const { said } = await run('start.js', [], 'logged in to Discord');
		expect(said).toContain('logged in to Discord');
		expect(await traces()).toEqual([]);
	});
});

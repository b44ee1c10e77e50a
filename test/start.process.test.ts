import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Catalogue } from '../src/dataset/catalogue/catalogue.ts';
import { packageRoot } from '../src/package-root.ts';
import { lockDataFolder } from '../src/store/data-folder.ts';
import { openDatabase } from '../src/store/database.ts';
import { Host } from './cli/hantei.ts';
import { temporaryFolders } from './support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let host: Host;
let data: string;
beforeEach(async () => {
	host = await Host.open(await temporaryFolder());
	data = join(host.folder, 'data');
});

/** Starts the bot where it cannot start; what it says and its exit code. */
async function start(environment: Readonly<Record<string, string>> = {}) {
	const child = spawn(process.execPath, [join(packageRoot(), 'bin', 'start.js')], {
		cwd: host.folder,
		env: host.environment({ WEB_PORT: '0', PLAYGROUND_PORT: '0', PHOTO_SOURCE_PORT: '0', ...environment }),
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const [said, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
	return { said, exitCode };
}

describe('the bot does not start, and says why in a sentence,', () => {
	it('where its folders are files', async () => {
		await writeFile(join(host.folder, 'file'), '');
		expect(await start({ HANTEI_DATA: 'file' })).toEqual({
			said: expect.stringMatching(
				/^The folder of data \(HANTEI_DATA\) is set to \S+file, and that is a file\. .*\n$/,
			),
			exitCode: 2,
		});
		expect(await start({ HANTEI_MODELS: 'file' })).toEqual({
			said: expect.stringMatching(
				/^The folder of models \(HANTEI_MODELS\) is set to \S+file, and that is a file\. .*\n$/,
			),
			exitCode: 2,
		});
	});

	it('where its database is something else', async () => {
		await writeFile(join(data, 'hantei.sqlite'), 'something else '.repeat(1000));
		expect(await start()).toEqual({
			said: expect.stringMatching(/^The database \S+ is damaged or cut off\. .*\n$/),
			exitCode: 2,
		});
		const { stderr, exitCode } = await host.hantei(['labels', 'list']);
		expect(stderr).toMatch(/^The database \S+ is damaged or cut off\. .*\n$/);
		expect(exitCode).toBe(2);
	});

	it('where a newer one wrote the database', async () => {
		const database = openDatabase(join(data, 'hantei.sqlite'));
		await Catalogue.open(database);
		database.sqlite.exec('UPDATE catalogue_version SET version = 999');
		await database.close();
		expect(await start()).toEqual({
			said: expect.stringMatching(/^A newer Hantei wrote the database \(schema 999.*\n$/),
			exitCode: 2,
		});
	});

	it('where another one runs on the same data', async () => {
		const unlock = await lockDataFolder(data);
		expect(await start()).toEqual({
			said: expect.stringContaining(`already (process ${process.pid} on `),
			exitCode: 2,
		});
		await unlock();
	});
});

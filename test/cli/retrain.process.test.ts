import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { openDatabase } from '../../src/store/database.ts';
import { drawPhotoFolder } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();
const FROM_FOLDER = { CRAWLER_SOURCES: 'folder', CRAWLER_FOLDER: 'photos' };

let host: Host;
const hantei = (...args: string[]) => host.command(args, { environment: FROM_FOLDER });
beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	await drawPhotoFolder(join(host.folder, 'photos'), { fence: 'fence', house: 'house' }, 12);
	await drawPhotoFolder(join(host.folder, 'photos'), { balloons: 'balloons' }, 2);
	const database = openDatabase(join(host.folder, 'data', 'hantei.sqlite'));
	const { labels } = (await Catalogue.open(database)).dataset('default');
	for (const name of ['fence', 'house', 'balloons']) await labels.add({ name }, 'cli');
	database.close();
});

it('goes from a folder to a model that serves, and trains anew only when something has changed', async () => {
	const interrupted = await host.hantei(['retrain', '--crawl'], {
		environment: FROM_FOLDER,
		interruptAfter: 'looking at photos',
	});
	expect(interrupted.stderr).toContain('Cancelled. Nothing was changed.');
	expect(interrupted.exitCode).toBe(130);

	const trained = await host.hantei(['retrain'], { environment: FROM_FOLDER });
	expect(trained.exitCode).toBe(0);
	expect(trained.stdout).toMatch(/^default\/v1 serves now: /m);
	expect(trained.stdout).toContain('Left out: balloons has 2 different photos and needs 3 more.');
	expect(trained.stdout).toMatch(/^accuracy \d+\.\d % of 24 photos/m);

	const again = await hantei('retrain', '--json');
	expect(JSON.parse(again.stdout)).toMatchObject({ kind: 'unchanged', champion: 'default/v1' });
	expect(again.exitCode).toBe(0);

	const recorded = await hantei('evaluate', '--json');
	expect(JSON.parse(recorded.stdout)).toMatchObject({ model: 'default/v1', evaluation: { photos: 24 } });
});

it('does not collect for a label that is not there', async () => {
	const { stderr, exitCode } = await hantei('retrain', '--label', 'zebra');
	expect(stderr).toContain('zebra');
	expect(exitCode).toBe(2);
});

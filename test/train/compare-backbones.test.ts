import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import { renderBackbones } from '../../src/report/charts.ts';
import { closeReports } from '../../src/report/renderer.ts';
import { writeBackbones } from '../../src/report/write.ts';
import { compareBackbones } from '../../src/train/compare-backbones.ts';
import { scanFolder } from '../../src/train/scan-folder.ts';
import { openTestEngine } from '../support/backbone.ts';
import { drawPhotoFolder } from '../support/pictures.ts';
import { installSmallBackbone } from '../support/small-backbone.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const openEngine = async (backbone: Backbone) => (await openTestEngine({ backbone })).engine;

async function arrange() {
	const dataFolder = await temporaryFolder();
	await drawPhotoFolder(join(dataFolder, 'photos'), { round: 'balloons', striped: 'fence' }, 12);
	const seeing = await installSmallBackbone(dataFolder, 'seeing', { seed: 1 });
	const blind = await installSmallBackbone(dataFolder, 'blind', { seed: 1, isBlind: true });
	const files = await scanFolder(join(dataFolder, 'photos'));
	return { dataFolder, files, seeing, blind, openEngine, seed: 1 };
}

test('backbones are compared with the first on the same photos, with intervals', async () => {
	const { seeing, blind, ...options } = await arrange();
	const steps: string[] = [];
	const [first, second, ...others] = await compareBackbones({
		...options,
		backbones: [seeing, blind],
		onProgress: (id, { step }) => steps.push(`${id} ${step}`),
	});
	expect(others).toEqual([]);
	expect(first).toMatchObject({ id: 'seeing', photos: 24, difference: undefined });
	expect(second).toMatchObject({ id: 'blind', photos: 24 });
	expect(first?.accuracy.value).toBeGreaterThan(second?.accuracy.value as number);
	for (const { accuracy, milliseconds, bytes, unknownAuroc } of [first, second].filter((each) => !!each)) {
		expect(accuracy.low).toBeLessThan(accuracy.value + 1e-9);
		expect(accuracy.high).toBeGreaterThan(accuracy.value - 1e-9);
		expect(milliseconds).toBeGreaterThan(0);
		expect(bytes).toBeGreaterThan(500);
		expect(unknownAuroc).toBeLessThanOrEqual(1);
	}
	const difference = second?.difference;
	expect(difference?.value).toBeCloseTo(
		(second?.accuracy.value as number) - (first?.accuracy.value as number),
		9,
	);
	expect(difference?.low).toBeLessThan(difference?.value as number);
	expect(new Set(steps)).toEqual(new Set(['seeing embed', 'seeing fit', 'blind embed', 'blind fit']));

	const compared = [first, second].filter((each) => !!each);
	const folder = join(options.dataFolder, 'report');
	expect(await writeBackbones(folder, compared, { locale: 'en' })).toEqual([
		'backbones.png',
		'backbones.json',
	]);
	expect((await stat(join(folder, 'backbones.png'))).size).toBeGreaterThan(5_000);
	const written = JSON.parse(await readFile(join(folder, 'backbones.json'), 'utf8'));
	expect(written[1]).toMatchObject({ id: 'blind', difference });
	const { description } = await renderBackbones(compared, { locale: 'ja' });
	await closeReports();
	expect(description).toContain('seeing、blind');
});

test('strangers of a folder of their own are what the unknown is measured on', async () => {
	const { seeing, blind: _, ...options } = await arrange();
	const other = join(options.dataFolder, 'other');
	await drawPhotoFolder(other, { none: 'house' }, 6);
	const [compared] = await compareBackbones({
		...options,
		backbones: [seeing],
		strangers: await scanFolder(other),
	});
	expect(compared?.unknownAuroc).toBeGreaterThan(0.5);
});

test('it stops when it is cancelled', async () => {
	const { seeing, blind, ...options } = await arrange();
	const cancelling = new AbortController();
	const comparing = compareBackbones({
		...options,
		backbones: [seeing, blind],
		signal: cancelling.signal,
		onProgress: (id) => id === 'blind' && cancelling.abort(),
	});
	await expect(comparing).rejects.toMatchObject({ code: 'cancelled' });
});

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { sharp } from '../../src/image/libvips.ts';
import { drawPhotoFolder } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { Host } from './hantei.ts';

const temporaryFolder = temporaryFolders();
let host: Host;

beforeAll(async () => {
	host = await Host.open(await temporaryFolder());
	const photos = join(host.folder, 'photos');
	await drawPhotoFolder(photos, { fence: 'fence', house: 'house' }, 30);
	await drawPhotoFolder(photos, { balloons: 'balloons' }, 8);
	// A house that somebody filed under fence.
	await drawPhotoFolder(join(host.folder, 'more'), { fence: 'house' }, 1, { firstSeed: 900 });
	await cp(join(host.folder, 'more', 'fence', '0.png'), join(photos, 'fence', 'wrong.png'));
	expect((await host.command(['dataset', 'import', photos])).exitCode).toBe(0);
});

it('says what is wrong, names the worst photos, and what to do', async () => {
	const { stdout, exitCode } = await host.hantei(['dataset', 'doctor']);
	expect(exitCode).toBe(0);
	expect(stdout).toContain('69 photos of 3 labels examined.');
	expect(stdout).toMatch(/^wrong label\? +\d+ +\d+ +\d+ %$/m);
	expect(stdout).toMatch(/^ {4}#\d+ {2}\d+ % {2}fence, rather house$/m);
	expect(stdout).toMatch(/^too few +balloons +8 distinct pictures of at least 30$/m);
	expect(stdout).toContain('What to do\n');
});

it('says the same as JSON, by the ids of photos and the names of labels', async () => {
	const { stdout } = await host.command(['dataset', 'doctor', '--json']);
	const { photoIssues, labelIssues } = JSON.parse(stdout);
	const noise = photoIssues.filter(({ issue }: { issue: string }) => issue === 'label-noise');
	expect(noise[0]).toMatchObject({ label: 'fence', suggestion: 'house' });
	// The gravest doubts alone, as docs/dataset-doctor.md says.
	for (const { score, leftOut } of noise) expect(leftOut).toBe(score >= 0.8);
	expect(noise.length).toBeLessThan(8);
	expect(labelIssues).toContainEqual(
		expect.objectContaining({ issue: 'too-few', label: 'balloons', photos: 8, of: 30 }),
	);
});

it('forecasts what more photos of each label would bring', async () => {
	const { stdout } = await host.command(['dataset', 'doctor', '--curve', 'curve.png']);
	expect(stdout).toContain('What to collect next\n');
	for (const label of ['fence', 'house', 'balloons'])
		expect(stdout).toMatch(new RegExp(`^ {2}${label}: .*recall`, 'm'));
	expect(await sharp(join(host.folder, 'curve.png')).metadata()).toMatchObject({
		format: 'png',
		width: 1_200,
	});
});

it('refuses where there is nothing to compare', async () => {
	const { stderr, exitCode } = await host.command([
		'dataset',
		'doctor',
		'--classifier',
		'123456789012345678',
	]);
	expect(stderr).toContain('at least two labels');
	expect(exitCode).not.toBe(0);
});

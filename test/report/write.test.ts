import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sharp } from '../../src/image/libvips.ts';
import { evaluationSchema } from '../../src/model/evaluation.ts';
import { hardestPhotos, hardestSheet } from '../../src/report/hardest.ts';
import { reportMarkdown } from '../../src/report/markdown.ts';
import { closeReports } from '../../src/report/renderer.ts';
import { writeReport } from '../../src/report/write.ts';
import { drawPicture } from '../support/pictures.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { newVersion } from '../support/versions.ts';
import { evaluationOf } from './evaluations.ts';

afterAll(closeReports);
const temporaryFolder = temporaryFolders();

const LABELS = ['crow', 'boar', 'monkey'];
const evaluation = evaluationOf(LABELS);
const photos = Array.from({ length: 60 }, (_, index) => ({
	sha256: index.toString(16).padStart(64, '0'),
	label: LABELS[index % 3],
	group: index,
	fold: 0,
	excluded: false,
}));
const hardest = hardestPhotos({ evaluation, dataset: { photos } });
const { manifest } = newVersion();

describe('a report', () => {
	test('is a folder of Markdown, the evaluation itself and the pictures that the Markdown shows', async () => {
		const folder = join(await temporaryFolder(), 'a', 'report');
		const names = await writeReport(
			folder,
			{ name: 'default/v13', evaluation, manifest },
			{ locale: 'en', hardest: { photos: hardest, read: () => drawPicture('house', 1) } },
		);
		expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
		const markdown = await readFile(join(folder, 'report.md'), 'utf8');
		const shown = [...markdown.matchAll(/^!\[.+\]\((.+)\)$/gm)].map(([, name]) => name);
		expect(shown).toEqual([
			'confusion.png',
			'labels.png',
			'calibration.png',
			'risk-coverage.png',
			'hardest.jpg',
		]);
		expect(names).toEqual(['report.md', 'evaluation.json', ...shown]);
		const json = await readFile(join(folder, 'evaluation.json'), 'utf8');
		expect(evaluationSchema.parse(JSON.parse(json))).toEqual(evaluation);
	});

	test('says the verdict, every figure and what the model is', () => {
		const verdict = 'kept v12: v13 is 4 points worse on boar';
		const markdown = reportMarkdown({ name: 'default/v13', evaluation, manifest }, { locale: 'en', verdict });
		expect(markdown).toContain(`> ${verdict}`);
		expect(markdown).toMatch(/^\| 2 \| boar \| 20 \| 0\.\d{3} \| 0\.\d{3} \| 0\.\d{3} \| \d+ \|$/m);
		expect(markdown).toMatch(/^\| crow \| \d+ \| \d+ \| \d+ \|$/m);
		expect(markdown).toContain('| backbone | test\\-backbone |');
	});

	test('lets nothing that people wrote be Markdown', () => {
		const hostile = evaluationOf(['a | b', '[x](https://evil.example)', '<img src=x>']);
		const markdown = reportMarkdown(
			{ name: 'default/v1', evaluation: hostile },
			{ locale: 'ja', hardest: [{ ...hardest[0], judged: '`*x*`', credit: '“t” by <b>, CC BY 4.0' }] },
		);
		expect(markdown).not.toContain('| a | b |');
		expect(markdown).not.toMatch(/<img|\]\(https|<b>/);
	});

	test('of many labels tells the most frequent mix-ups instead of a matrix', () => {
		const many = evaluationOf(Array.from({ length: 40 }, (_, index) => `label${index}`));
		const markdown = reportMarkdown({ name: 'default/v1', evaluation: many }, { locale: 'en' });
		expect(markdown).toContain('The most frequent mix-ups:');
		expect(markdown).toMatch(/^- label1 taken for label2, \d+ \(\d+ %\)$/m);
		for (const line of markdown.split('\n')) expect(line.length).toBeLessThan(400);
	});
});

describe('the hardest photos', () => {
	test('are those that the evaluation names, with their labels', () => {
		expect(hardest).toHaveLength(evaluation.hardest.length);
		for (const { sha256, labelled, judged } of hardest) {
			expect(photos.find((photo) => photo.sha256 === sha256)?.label).toBe(labelled);
			expect(judged).not.toBe(labelled);
		}
	});

	test('make a sheet of those that can be read', async () => {
		const read = (sha256: string) =>
			sha256 === hardest[1].sha256 ? Promise.reject(new Error('gone')) : drawPicture('fence', 2);
		const sheetOf = (count: number) =>
			hardestSheet(hardest.slice(0, count), {
				locale: 'ja',
				labels: LABELS,
				read: async ({ sha256 }) => (sha256 === hardest[0].sha256 ? undefined : read(sha256)),
			});
		expect(await sheetOf(2)).toBeUndefined();
		const sheet = await sheetOf(4);
		expect(sheet?.description).toBe('高い確信度で誤って判定された写真 2 枚。');
		const { format, width } = await sharp(sheet?.jpeg).metadata();
		expect([format, width]).toEqual(['jpeg', 1_200]);
	});
});

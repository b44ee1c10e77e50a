import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { learnedPhotos } from '../web/explaining.ts';
import { FakePredictor, prediction } from '../web/fake-predictor.ts';
import { LOOKS, seriousProblems } from './axe.ts';
import { launchChromium } from './chromium.ts';
import { openJudgePage, untilJudged } from './judge-page.ts';

const temporaryFolder = temporaryFolders();

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

describe.each(LOOKS)('nothing on the judge page stands in anybody’s way: %s', (_, look) => {
	it('with answers of every kind, and an explanation', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		const verdicts = [prediction('sure'), prediction('unsure', 0.48), prediction('unknown')];
		const predictor = new FakePredictor(() => verdicts.pop() ?? prediction('sure'));
		const { page } = await openJudgePage(browser, predictor, look, learned);
		expect(await seriousProblems(page)).toEqual([]);
		const png = sharp({ create: { width: 64, height: 48, channels: 3, background: '#2a6' } }).png();
		const buffer = await png.toBuffer();
		const files = ['1.png', '2.png', '3.png', '4.txt'].map((name) => ({
			name,
			mimeType: 'image/png',
			buffer,
		}));
		await page.locator('.choose input').setInputFiles(files);
		await untilJudged(page);
		for (const summary of await page.locator('summary').all()) await summary.click();
		await page.getByRole('button', { name: 'Why?' }).first().click();
		await page.locator('.explanation').waitFor();
		expect(await seriousProblems(page)).toEqual([]);
	});
});

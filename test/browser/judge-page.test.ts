import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { learnedPhotos } from '../web/explaining.ts';
import { FakePredictor, prediction } from '../web/fake-predictor.ts';
import { gate } from '../web/serve.ts';
import { launchChromium } from './chromium.ts';
import { cardTexts, MAX_BYTES, openJudgePage, untilJudged } from './judge-page.ts';

const temporaryFolder = temporaryFolders();

let browser: Browser;
let photo: Buffer;

beforeAll(async () => {
	browser = await launchChromium();
	photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#2a6' } })
		.png()
		.toBuffer();
});

afterAll(() => browser?.close());

function file(name: string, buffer = photo) {
	return { name, mimeType: 'image/png', buffer };
}

/** Has the page receive a picture as the system would hand it over, by a drag or from the clipboard. */
async function handOver(page: Page, kind: 'drop' | 'paste', name: string): Promise<void> {
	const transfer = await page.evaluateHandle(
		([base64, fileName]) => {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			const data = new DataTransfer();
			data.items.add(new File([bytes], fileName, { type: 'image/png' }));
			return data;
		},
		[photo.toString('base64'), name],
	);
	await transfer.evaluate((data, type) => {
		const init = { bubbles: true, cancelable: true };
		const events =
			type === 'drop'
				? ['dragover', 'drop'].map((name) => new DragEvent(name, { ...init, dataTransfer: data }))
				: [new ClipboardEvent('paste', { ...init, clipboardData: data })];
		for (const event of events) document.body.dispatchEvent(event);
	}, kind);
}

const areLoaded = (images: Element[]) =>
	images.map((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0);

describe('judging a picture in the browser', () => {
	it('shows the chosen picture with its label, bars and model, and says the answer aloud', async () => {
		const { page, web, complaints } = await openJudgePage(browser, new FakePredictor());
		const choosing = page.waitForEvent('filechooser');
		await page.getByText('Choose pictures').click();
		await (await choosing).setFiles([file('bird.png')]);
		const card = page.getByRole('article', { name: 'crow, 94 %' });
		await card.waitFor();
		expect(await cardTexts(page)).toEqual([
			'bird.png crow 94 % crow 94 % monkey 3 % boar 3 % Model starter/20260101-0000 Why?',
		]);
		await expect
			.poll(() => card.locator('img').evaluate((image) => (image as HTMLImageElement).naturalWidth))
			.toBe(64);
		await expect.poll(() => page.getByRole('status').textContent()).toBe('bird.png: crow, 94 %');
		const [first, second] = await card.locator('.bar rect').all();
		const widths = await Promise.all(
			[first, second].map((bar) => bar.evaluate((rect) => Number.parseFloat(getComputedStyle(rect).width))),
		);
		expect(widths[0] / widths[1]).toBeCloseTo(94 / 3, 0);
		expect(web.predictor.judged).toEqual([Uint8Array.from(photo)]);
		expect(complaints).toEqual([]);
	});

	it.each(['drop', 'paste'] as const)('takes a picture by %s', async (kind) => {
		const { page, complaints } = await openJudgePage(browser, new FakePredictor());
		await handOver(page, kind, 'given.png');
		await page.getByRole('article', { name: 'crow, 94 %' }).waitFor();
		expect((await cardTexts(page))[0]).toContain('given.png crow 94 %');
		expect(complaints).toEqual([]);
	});

	it('shows that a picture can be dropped while it is dragged over the page', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor());
		const transfer = await page.evaluateHandle(() => {
			const data = new DataTransfer();
			data.items.add(new File([], 'x.png'));
			return data;
		});
		await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
		expect(await page.locator('form.dragging').count()).toBe(1);
		await page.dispatchEvent('html', 'dragleave', { relatedTarget: null });
		expect(await page.locator('form.dragging').count()).toBe(0);
	});

	it('judges several pictures in the order chosen, newer batches above', async () => {
		const answers = [prediction('sure'), prediction('unknown'), prediction('unsure', 0.48)];
		const predictor = new FakePredictor(() => {
			const answer = answers.shift();
			if (answer) return answer;
			throw new UserError('image-unsupported', { format: 'HEIC' });
		});
		const { page } = await openJudgePage(browser, predictor);
		const input = page.locator('.choose input');
		for (const names of [['1.png'], ['2.png'], ['3.png'], ['4.heic']]) {
			await input.setInputFiles(names.map((name) => file(name)));
			await untilJudged(page);
		}
		expect(await cardTexts(page)).toEqual([
			'4.heic Could not be judged This looks like HEIC; please use JPEG or PNG.',
			expect.stringMatching(/^3.png Not sure Closest: crow, 48 %/),
			expect.stringMatching(/^2.png None of these monkey, boar, crow If it had to be one of them Model/),
			expect.stringMatching(/^1.png crow 94 %/),
		]);
		await input.setInputFiles([file('5.png'), file('6.png')]);
		await untilJudged(page);
		expect((await cardTexts(page)).map((text) => text.slice(0, 6))).toEqual([
			'5.png ',
			'6.png ',
			'4.heic',
			'3.png ',
			'2.png ',
			'1.png ',
		]);
	});

	it('shows each picture as waiting, and sends no more than two at a time', async () => {
		const two = gate();
		const release = gate();
		const predictor = new FakePredictor(async () => {
			if (predictor.judged.length === 2) two.open();
			await release.opened;
			return prediction('sure');
		});
		const { page } = await openJudgePage(browser, predictor);
		await page.locator('.choose input').setInputFiles(['1.png', '2.png', '3.png'].map((name) => file(name)));
		await two.opened;
		expect(await cardTexts(page)).toEqual(['1.png Judging …', '2.png Judging …', '3.png Judging …']);
		expect(predictor.judged).toHaveLength(2);
		release.open();
		await page.waitForFunction(() => document.querySelectorAll('.sure').length === 3);
	});

	it('tries again by itself while the server is busy', async () => {
		const predictor = new FakePredictor(() => {
			if (predictor.judged.length > 1) return prediction('sure');
			throw new UserError('engine-busy', { waiting: 64 });
		});
		const { page } = await openJudgePage(browser, predictor);
		await page.clock.install();
		await page.locator('.choose input').setInputFiles([file('a.png')]);
		const answered = async () => {
			await page.clock.runFor(1_000);
			return page.locator('.sure').count();
		};
		await expect.poll(answered, { timeout: 30_000 }).toBe(1);
		expect(predictor.judged).toHaveLength(2);
	});

	it('says that a picture is too large without sending it', async () => {
		const { page, web } = await openJudgePage(browser, new FakePredictor());
		await page.locator('.choose input').setInputFiles([file('huge.png', Buffer.alloc(MAX_BYTES + 1))]);
		await page.locator('.failed').waitFor();
		expect(await cardTexts(page)).toEqual([
			'huge.png Could not be judged This file is too large (at most 100 kB). Please send a smaller copy.',
		]);
		expect(web.predictor.judged).toEqual([]);
	});

	it('says that the server cannot be reached', async () => {
		const { page, web } = await openJudgePage(browser, new FakePredictor());
		await web.close();
		await page.locator('.choose input').setInputFiles([file('a.png')]);
		await page.locator('.failed').waitFor();
		expect((await cardTexts(page))[0]).toContain('Hantei cannot be reached.');
	});

	it('shows file names as they are, whatever they say', async () => {
		const { page, complaints } = await openJudgePage(browser, new FakePredictor());
		const name = '<img src=x onerror=document.title=1>.png';
		await page.locator('.choose input').setInputFiles([file(name)]);
		await page.getByRole('article', { name: 'crow, 94 %' }).waitFor();
		expect((await cardTexts(page))[0]).toContain(name);
		expect(await page.locator('.result img[src=x]').count()).toBe(0);
		expect(complaints).toEqual([]);
	});
});

describe('“Why?” in the browser', () => {
	it('explains an answer in its place, by keyboard alone', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		const { page, complaints } = await openJudgePage(browser, new FakePredictor(), {}, learned);
		await page.locator('.choose input').setInputFiles([file('a.png'), file('b.png')]);
		await untilJudged(page);
		await page.getByRole('article').nth(1).getByRole('button', { name: 'Why?' }).press('Enter');
		const heading = page.getByRole('heading', { name: 'Why?' });
		await heading.waitFor();
		expect(await heading.evaluate((element) => element === document.activeElement)).toBe(true);
		const [first, second] = await cardTexts(page);
		expect(first).toMatch(/^a\.png crow 94 % .+ Why\?$/);
		expect(second).toContain('b.png crow 94 %');
		expect(second).toContain('With the strongest part covered, 94 % become 61 %.');
		expect(second).toContain('almost the same <b>A crow</b> · Kuro & Co. · CC BY-SA 4.0 · Wikimedia Commons');
		const shown = page.locator('.explanation img');
		await expect.poll(() => shown.evaluateAll(areLoaded)).toEqual([true, true]);
		expect(await page.locator('.result').nth(1).locator('.picture').count()).toBe(1);
		expect(complaints).toEqual([]);
	});

	it('keeps the answer when there is no explanation, says why, and can be asked again', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		learned.explainer.answer = () => Promise.reject(new UserError('engine-timeout', { limitMs: 5_000 }));
		const { page } = await openJudgePage(browser, new FakePredictor(), {}, learned);
		await page.locator('.choose input').setInputFiles([file('a.png')]);
		await untilJudged(page);
		const button = page.getByRole('button', { name: 'Why?' });
		await button.click();
		await page.locator('.refusal').waitFor();
		expect((await cardTexts(page))[0]).toMatch(/^a\.png crow 94 % .+ Why\?$/);
		learned.explainer.answer = async () => ({});
		await button.click();
		await page.getByRole('heading', { name: 'Why?' }).waitFor();
		expect(await page.locator('.refusal').count()).toBe(0);
	});
});

describe('without JavaScript', () => {
	it('explains the pictures of a plain form', async () => {
		const learned = await learnedPhotos(await temporaryFolder());
		const options = { javaScriptEnabled: false };
		const { page, complaints } = await openJudgePage(browser, new FakePredictor(), options, learned);
		await page.getByLabel('Choose pictures').setInputFiles([file('a.png')]);
		await page.getByRole('button', { name: 'Judge, and say why' }).click();
		expect((await cardTexts(page))[0]).toContain('With the strongest part covered');
		expect(await page.getByRole('button', { name: 'Why?' }).count()).toBe(0);
		expect(complaints).toEqual([]);
	});

	it('judges the pictures of a plain form', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor(), { javaScriptEnabled: false });
		await page.getByLabel('Choose pictures').setInputFiles([file('a.png'), file('b.png')]);
		await page.getByRole('button', { name: 'Judge', exact: true }).click();
		expect(await cardTexts(page)).toEqual([
			expect.stringContaining('a.png crow 94 %'),
			expect.stringContaining('b.png crow 94 %'),
		]);
		expect(page.url()).toMatch(/\/#results$/);
	});
});

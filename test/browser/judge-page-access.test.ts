import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakePredictor, prediction } from '../web/fake-predictor.ts';
import { launchChromium } from './chromium.ts';
import { openJudgePage, untilJudged } from './judge-page.ts';

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

/** The fake judge takes any bytes, and the page shows an answer without its picture when it cannot. */
function file(name: string) {
	return { name, mimeType: 'image/png', buffer: Buffer.from('bytes') };
}

describe('the judge page for everybody', () => {
	it('can be used by keyboard alone, and shows where the focus is', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor());
		// Before any key: the browser takes a moment to hand its file dialogs over to the test.
		const choosing = page.waitForEvent('filechooser');
		await page.keyboard.press('Tab');
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('日本語');
		await page.keyboard.press('Tab');
		const outline = await page.locator('.choose').evaluate((label) => getComputedStyle(label).outlineStyle);
		expect(outline).toBe('solid');
		await page.keyboard.press('Enter');
		await (await choosing).setFiles([file('a.png')]);
		await page.getByRole('article', { name: 'crow, 94 %' }).waitFor();
	});

	it('opens the bars of an unknown picture by keyboard', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor(() => prediction('unknown')));
		await page.locator('.choose input').setInputFiles([file('a.png')]);
		const details = page.getByRole('group');
		await details.getByText('If it had to be one of them').focus();
		await page.keyboard.press('Enter');
		expect(await details.getByText('monkey').isVisible()).toBe(true);
	});

	it('speaks Japanese to a Japanese browser, and remembers a switch', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor(), { locale: 'ja-JP' });
		await page.locator('.choose input').setInputFiles([file('猿.png')]);
		await page.getByRole('article', { name: 'crow、94 %' }).waitFor();
		expect(await page.locator('html').getAttribute('lang')).toBe('ja');
		await page.getByRole('link', { name: 'English' }).click();
		expect(await page.locator('h1').textContent()).toBe('What is in the picture?');
		await page.goto(new URL('/', page.url()).href);
		expect(await page.locator('html').getAttribute('lang')).toBe('en');
	});

	it.each(['light', 'dark'] as const)('has text of enough contrast in %s', async (colorScheme) => {
		const answers = [prediction('sure'), prediction('unknown'), prediction('unsure', 0.48)];
		const predictor = new FakePredictor(() => answers.shift() ?? prediction('sure'));
		const { page } = await openJudgePage(browser, predictor, { colorScheme, reducedMotion: 'reduce' });
		await page.locator('.choose input').setInputFiles(['1.png', '2.png', '3.png'].map((name) => file(name)));
		await untilJudged(page);
		const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
		const brightness = Number(/\d+/.exec(background)?.[0]);
		expect(brightness > 128).toBe(colorScheme === 'light');
		// WCAG 2.2, success criterion 1.4.3: 4.5 : 1.
		expect(await page.evaluate(textsBelowContrast, 4.5)).toEqual([]);
	});

	it('fits a small phone, with a button for the camera', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor(() => prediction('unsure', 0.48)), {
			viewport: { width: 320, height: 640 },
			hasTouch: true,
			isMobile: true,
		});
		expect(await page.getByText('Take a photo').isVisible()).toBe(true);
		expect(await page.locator('.photograph input').getAttribute('capture')).toBe('environment');
		await page.locator('.photograph input').setInputFiles([file(`${'long-name-'.repeat(20)}.png`)]);
		await page.locator('.unsure').waitFor();
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
	});

	it('moves nothing for those who prefer that', async () => {
		const { page } = await openJudgePage(browser, new FakePredictor(), { reducedMotion: 'reduce' });
		await page.locator('.choose input').setInputFiles([file('a.png')]);
		await page.locator('.sure').waitFor();
		expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
	});
});

/** Runs in the page: the texts whose colour stands out too little from the background behind them. */
function textsBelowContrast(least: number): string[] {
	const luminance = (color: string) => {
		const [r, g, b] = (color.match(/[\d.]+/g) ?? []).map((channel) => {
			const value = Number(channel) / 255;
			return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const backgroundOf = (element: Element | null): string => {
		if (!element) return 'rgb(255, 255, 255)';
		const { backgroundColor } = getComputedStyle(element);
		return backgroundColor === 'rgba(0, 0, 0, 0)' ? backgroundOf(element.parentElement) : backgroundColor;
	};
	const hasOwnText = (element: Element) =>
		[...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
	return [...document.body.querySelectorAll('*')]
		.filter((element) => hasOwnText(element) && element.checkVisibility())
		.map((element) => {
			const [darker, lighter] = [getComputedStyle(element).color, backgroundOf(element)]
				.map(luminance)
				.toSorted((a, b) => a - b);
			return { text: element.textContent ?? '', contrast: (lighter + 0.05) / (darker + 0.05) };
		})
		.filter(({ contrast }) => contrast < least)
		.map(({ text, contrast }) => `${text} (${contrast.toFixed(2)})`);
}

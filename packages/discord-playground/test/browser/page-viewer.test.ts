import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../../../../test/browser/chromium.ts';
import { startSampler } from './bot.ts';
import { message, messageBox, openPlayground } from './page.ts';

let browser: Browser;
beforeAll(async () => {
	browser = await launchChromium();
});
afterAll(() => browser.close());

describe('whoever looks at the page', () => {
	it('reads it in the browser’s language, and commands in that of whom they post as', async () => {
		const { page, client, speakAs } = await openPlayground(browser);
		await startSampler(client);
		await speakAs('ハルト');
		await messageBox(page).fill('/');
		await page.getByRole('option', { name: '見る' }).waitFor();
		expect(await page.locator('html').getAttribute('lang')).toBe('en');
		expect(await messageBox(page).getAttribute('placeholder')).toMatch(/^Message #/);
	});

	it('reads Japanese in a Japanese browser, as a Japanese member', async () => {
		const { page } = await openPlayground(browser, { locale: 'ja-JP' });
		await page.locator('.person', { hasText: 'はると' }).waitFor();
		expect(await page.locator('html').getAttribute('lang')).toBe('ja');
	});

	it('mentions people and roles by typing their names', async () => {
		const { page, playground } = await openPlayground(browser);
		const { channels, users, roles } = playground.demo;
		await messageBox(page).fill('@sage (admin), ask @Keeper; me@wren.example and @nobody are none');
		await messageBox(page).press('Enter');
		await message(page, 'are none').waitFor();
		expect(playground.messages(channels.photos).at(-1)).toMatchObject({
			content: `<@${users.admin}>, ask <@&${roles.admin}>; me@wren.example and @nobody are none`,
			mentions: [{ id: users.admin }],
		});
	});

	it('sees emoji whatever fonts there are', async () => {
		const { page, complaints } = await openPlayground(browser);
		const loaded = await page.evaluate(async () => (await document.fonts.load('16px Twemoji', '🐦')).length);
		expect(loaded).toBe(1);
		expect(complaints).toEqual([]);
	});

	it('starts afresh, and goes on', async () => {
		const { page, playground } = await openPlayground(browser);
		const before = playground.demo.channels.photos;
		await messageBox(page).fill('long ago');
		await messageBox(page).press('Enter');
		await message(page, 'long ago').waitFor();
		await page.getByRole('button', { name: 'What is this?' }).click();
		await page.getByRole('button', { name: 'Start afresh' }).click();
		await page.getByRole('button', { name: 'Delete all and start afresh' }).click();
		await message(page, 'long ago').waitFor({ state: 'detached' });
		expect(playground.demo.channels.photos).not.toBe(before);
		await messageBox(page).fill('a new day');
		await messageBox(page).press('Enter');
		await message(page, 'a new day').waitFor();
	});
});

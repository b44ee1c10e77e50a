import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOOKS, seriousProblems } from '../../../../test/browser/axe.ts';
import { launchChromium } from '../../../../test/browser/chromium.ts';
import { startSampler } from './bot.ts';
import { message, messageBox, openPlayground, pictureFile } from './page.ts';

let browser: Browser;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(() => browser?.close());

describe.each(LOOKS)('nothing on the chat page stands in anybody’s way: %s', (_, look) => {
	it('at the start, with an answer, and with a menu and a dialog open', async () => {
		const { page, client } = await openPlayground(browser, look);
		await startSampler(client);
		expect(await seriousProblems(page)).toEqual([]);
		await page.locator('#choose-files').setInputFiles([await pictureFile('bird.png')]);
		await messageBox(page).press('Enter');
		await messageBox(page).fill('/panel show');
		await page.getByRole('option', { name: '/panel show' }).waitFor();
		expect(await seriousProblems(page)).toEqual([]);
		await messageBox(page).press('Enter');
		await page.locator('.command-form').waitFor();
		expect(await seriousProblems(page)).toEqual([]);
		await page.keyboard.press('Enter');
		await message(page, 'the panel').waitFor();
		expect(await seriousProblems(page)).toEqual([]);
		await page.getByRole('button', { name: 'What is this?' }).first().click();
		await page.getByRole('dialog').waitFor();
		expect(await seriousProblems(page)).toEqual([]);
	});
});

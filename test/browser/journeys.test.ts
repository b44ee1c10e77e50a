import { type Browser, devices } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { type App, startApp } from './app.ts';
import { launchChromium } from './chromium.ts';
import { Newcomer } from './newcomer.ts';

const temporaryFolder = temporaryFolders();

let browser: Browser;
let app: App;

beforeAll(async () => {
	browser = await launchChromium();
});

afterAll(async () => {
	await app?.stop();
	await browser?.close();
});

it('by keyboard alone, three actions lead from the start to an answer about a name just learned', async () => {
	app = await startApp(await temporaryFolder());
	const context = await browser.newContext({ ...devices['Desktop Chrome'], locale: 'en-GB' });
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(String(error)));
	await page.goto(app.playground);
	const newcomer = new Newcomer(page);
	await newcomer.askAboutACrow();
	expect(newcomer.actions).toBe(1);
	newcomer.actions = 0;
	await newcomer.teachCatAndMushroom();
	expect(newcomer.actions).toBeLessThanOrEqual(3);
	await newcomer.review();
	await newcomer.rollBack();
	expect(complaints).toEqual([]);
	await context.close();
}, 600_000);

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { FakePredictor } from '../web/fake-predictor.ts';
import { type Served, serve } from '../web/serve.ts';

/** Largest picture that the pages of these tests accept. */
export const MAX_BYTES = 100_000;

export interface OpenedPage {
	readonly page: Page;
	readonly web: Served;
	/** What the browser complained of (blocked content, exceptions, requests elsewhere), but for refused pictures. */
	readonly complaints: string[];
}

/** Opens the judge page in a fresh profile; it is closed when the test ends. */
export async function openJudgePage(
	browser: Browser,
	predictor: FakePredictor,
	options: BrowserContextOptions = {},
	web: Parameters<typeof serve>[0] = {},
): Promise<OpenedPage> {
	const served = await serve({ ...web, predictor, maxBytes: MAX_BYTES });
	const context = await browser.newContext({ locale: 'en-GB', ...options });
	onTestFinished(() => context.close());
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(String(error)));
	page.on('console', (message) => {
		const isRefusedPicture = /status of (4|5)\d\d/.test(message.text());
		if (message.type() === 'error' && !isRefusedPicture) complaints.push(message.text());
	});
	page.on('request', (request) => {
		const { protocol, origin } = new URL(request.url());
		if (!['blob:', 'data:'].includes(protocol) && origin !== served.url)
			complaints.push(`request to ${request.url()}`);
	});
	await page.goto(served.url);
	return { page, web: served, complaints };
}

/** The cards on the page, from top to bottom, as a person reads them. */
export async function cardTexts(page: Page): Promise<string[]> {
	const texts = await page.locator('.result').allInnerTexts();
	return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

/** Waits until no card is pending anymore. */
export async function untilJudged(page: Page): Promise<void> {
	await page.waitForFunction(
		() => document.querySelector('.result') !== null && document.querySelector('.pending') === null,
	);
}

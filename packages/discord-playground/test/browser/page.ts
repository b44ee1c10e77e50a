import type { Client } from 'discord.js';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';
import { servePage } from '../../src/page-api/serve-page.ts';
import type { Playground } from '../../src/playground.ts';
import { loggedIn, playgroundForTest } from '../support.ts';

export interface OpenedPlayground {
	readonly playground: Playground;
	readonly client: Client<true>;
	readonly page: Page;
	/** What the browser complained of: blocked content, exceptions, requests elsewhere. */
	readonly complaints: string[];
	/** The name a member goes by, to post as. */
	speakAs(name: string): Promise<void>;
}

/** Opens the chat page in a fresh profile, with a bot logged in that does nothing by itself. */
export async function openPlayground(
	browser: Browser,
	options: BrowserContextOptions = {},
): Promise<OpenedPlayground> {
	const playground = await playgroundForTest({ botName: 'hantei' });
	servePage(playground);
	const client = await loggedIn(playground);
	const context = await browser.newContext({
		locale: 'en-GB',
		viewport: { width: 1280, height: 800 },
		...options,
	});
	onTestFinished(() => context.close());
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on('pageerror', (error) => complaints.push(String(error)));
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text());
	});
	page.on('request', (request) => {
		const { protocol, origin } = new URL(request.url());
		if (protocol !== 'blob:' && origin !== playground.url) complaints.push(`request to ${request.url()}`);
	});
	await page.goto(playground.url);
	await messageBox(page).waitFor();
	return {
		...{ playground, client, page, complaints },
		async speakAs(name) {
			await page.locator('.person').click();
			await page.getByRole('menuitemradio', { name }).click();
			// What is typed before the page has turned to them goes with the person before.
			await page.locator('.person').filter({ hasText: name }).waitFor();
		},
	};
}

export function messageBox(page: Page) {
	return page.locator('#message');
}

/** A message on the page that shows this text. */
export function message(page: Page, text: string | RegExp) {
	return page.locator('.message').filter({ hasText: text });
}

export async function pictureFile(name: string) {
	const buffer = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#2a6' } })
		.png()
		.toBuffer();
	return { name, mimeType: 'image/png', buffer };
}

/** Has the page receive a picture as the system would hand it over, by a drag or from the clipboard. */
export async function handOver(page: Page, kind: 'drop' | 'paste', name: string): Promise<void> {
	const { buffer } = await pictureFile(name);
	const transfer = await page.evaluateHandle(
		([base64, fileName]) => {
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			const data = new DataTransfer();
			data.items.add(new File([bytes], fileName, { type: 'image/png' }));
			return data;
		},
		[buffer.toString('base64'), name],
	);
	await transfer.evaluate((data, type) => {
		const init = { bubbles: true, cancelable: true };
		const events =
			type === 'drop'
				? ['dragover', 'drop'].map((event) => new DragEvent(event, { ...init, dataTransfer: data }))
				: [new ClipboardEvent('paste', { ...init, clipboardData: data })];
		for (const event of events) document.body.dispatchEvent(event);
	}, kind);
}

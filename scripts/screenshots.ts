/**
 * Takes the screenshots of README and docs into docs/images: `npm run screenshots`. Starts the app as `npm start` does, with free
 * ports and data of its own, and posts the playground's own drawings; needs Debian's chromium.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { startApp } from '../test/browser/app.ts';
import { launchChromium } from '../test/browser/chromium.ts';
import { FILM_STRIPS, type FilmStripWords, takeFilmStrip } from './film-strip.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const IMAGES = join(ROOT, 'docs', 'images');
const SAMPLES = join(ROOT, 'packages', 'discord-playground', 'page', 'samples');
/** Sharp on dense screens, and small enough for a repository. */
const SCALE = 1.5;
const MAX_BYTES = 350_000;
const LOOK: BrowserContextOptions = { deviceScaleFactor: SCALE, reducedMotion: 'reduce' };

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 }, locale: 'en-GB' };

async function open(browser: Browser, url: string, options: BrowserContextOptions): Promise<Page> {
	const context = await browser.newContext({ ...LOOK, ...options });
	const page = await context.newPage();
	await page.goto(url);
	return page;
}

async function save(page: Page, name: string): Promise<void> {
	// Nothing is to look pointed at.
	await page.mouse.move(0, 0);
	await write(await page.screenshot(), name);
	await page.context().close();
}

async function write(picture: Buffer, name: string): Promise<void> {
	const file = join(IMAGES, `${name}.png`);
	const { size } = await sharp(picture).png({ palette: true, quality: 92, effort: 10 }).toFile(file);
	console.log(`${file} ${Math.round(size / 1000)} kB`);
	if (size > MAX_BYTES) throw new Error(`${name} is larger than ${MAX_BYTES} bytes`);
}

async function playground(browser: Browser, url: string): Promise<void> {
	const page = await open(browser, url, { ...DESKTOP, colorScheme: 'light' });
	await page.getByText('online').waitFor();
	await page.getByRole('button', { name: 'A crow' }).click();
	await page.getByRole('button', { name: 'Top 3' }).click();
	await page.getByText('Only you can see this').waitFor();
	await save(page, 'playground');
}

/** From a photo to a model that knows two names more, as four pictures side by side, and the steps of it in full. */
async function filmStrip(browser: Browser, url: string, words: FilmStripWords): Promise<void> {
	const { strip, learned, review, retrained } = await takeFilmStrip(browser, url, words, LOOK);
	const suffix = words.language === 'en' ? '' : `-${words.language}`;
	await save(strip, `film-strip${suffix}`);
	await write(learned, `learn${suffix}`);
	await write(review, `review${suffix}`);
	await write(retrained, `retrain${suffix}`);
}

async function playgroundDark(browser: Browser, url: string): Promise<void> {
	const page = await open(browser, url, { ...DESKTOP, colorScheme: 'dark' });
	await page.locator('.person').click();
	await page.getByRole('menuitemradio', { name: 'Sage' }).click();
	await page.locator('.channel', { hasText: 'general' }).click();
	await page.locator('#message').pressSequentially('/settings show');
	await page.getByRole('option', { name: '/settings show' }).click();
	await page.locator('.command-form').getByRole('button', { name: 'Send' }).click();
	await page.getByText('Only you can see this').waitFor();
	await save(page, 'playground-dark');
}

async function playgroundPhone(browser: Browser, url: string): Promise<void> {
	const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'ja-JP' };
	const page = await open(browser, url, { ...phone, colorScheme: 'light' });
	await page.getByRole('button', { name: 'カラス' }).tap();
	await page.locator('.message .button').first().scrollIntoViewIfNeeded();
	await save(page, 'playground-phone');
}

async function judgePage(browser: Browser, url: string): Promise<void> {
	const page = await open(browser, url, {
		...DESKTOP,
		viewport: { width: 900, height: 1040 },
		colorScheme: 'light',
	});
	const input = page.locator('.choose input');
	for (const [index, name] of ['teapot', 'crow'].entries()) {
		await input.setInputFiles(join(SAMPLES, `${name}.jpg`));
		await page.locator('.result:not(.pending)').nth(index).waitFor();
	}
	await page.evaluate(() => scrollTo(0, 0));
	await save(page, 'judge-page');
}

const dataFolder = await mkdtemp(join(tmpdir(), 'hantei-screenshots-'));
const browser = await launchChromium();
const app = await startApp(dataFolder);
try {
	await mkdir(IMAGES, { recursive: true });
	await playground(browser, app.playground);
	await playgroundDark(browser, app.playground);
	await playgroundPhone(browser, app.playground);
	await judgePage(browser, app.judgePage);
	for (const words of FILM_STRIPS) await filmStrip(browser, app.playground, words);
} finally {
	await browser.close();
	await app.stop();
	await rm(dataFolder, { recursive: true, force: true });
}

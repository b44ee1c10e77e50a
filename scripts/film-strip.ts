import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** In which language the film strip is taken, and by whom: the member's own language is the one that is answered in. */
export interface FilmStripWords {
	readonly language: 'en' | 'ja';
	readonly browserLocale: string;
	readonly server: string;
	readonly channel: string;
	readonly admin: string;
	readonly crow: string;
	readonly learn: string;
	/** Of the command's form. */
	readonly send: string;
	readonly names: string;
	/** Of the buttons below the result. */
	readonly details: string;
	readonly review: string;
	readonly topThree: string;
	readonly retrain: string;
	readonly crawl: string;
	readonly train: string;
	/** Post, learn, result, review. */
	readonly captions: readonly [string, string, string, string];
}

export const FILM_STRIPS: readonly FilmStripWords[] = [
	{
		language: 'en',
		browserLocale: 'en-GB',
		server: 'Wildlife Park',
		channel: 'keepers-log',
		admin: 'Robin',
		crow: 'A crow',
		learn: '/learn',
		send: 'Send',
		names: 'cat, mushroom',
		details: 'Details',
		review: 'Review the doubtful ones',
		topThree: 'Top 3',
		retrain: '/retrain',
		crawl: 'crawl',
		train: 'Train',
		captions: ['1 Post a photo', '2 Name what to learn', '3 Read the result', '4 Review what is doubtful'],
	},
	{
		language: 'ja',
		browserLocale: 'ja-JP',
		server: '動物園',
		channel: '雑談',
		admin: 'ツバキ',
		crow: 'カラス',
		learn: '/学ぶ',
		send: '送信',
		names: 'ネコ、キノコ',
		details: '詳細',
		review: '疑わしい写真を確認',
		topThree: '上位 3 件',
		retrain: '/再学習',
		crawl: '収集',
		train: '学習する',
		captions: ['1 写真を投稿する', '2 学ぶものを挙げる', '3 結果を見る', '4 疑わしい写真を確認する'],
	},
];

export interface FilmStrip {
	/** The four pictures side by side, in a page of their own. */
	readonly strip: Page;
	/** The playground with the result of `/learn`, then with the photos to review. */
	readonly learned: Buffer;
	readonly review: Buffer;
	/** The result of `/retrain`, with all at a glance. */
	readonly retrained: Buffer;
}

/** As on a phone, so that the text stays readable where four pictures stand side by side. */
const NARROW = { width: 420, height: 2000 };
const HIGH = { width: 1100, height: 1600 };
const WIDE = { width: 1280, height: 900 };
/** Of one picture of the strip: what does not fit is cut off below, of the photos to review above. */
const FRAME = { width: 380, height: 700 };

/** Posts, learns, reads the result and reviews, and takes a picture of each. */
export async function takeFilmStrip(
	browser: Browser,
	url: string,
	words: FilmStripWords,
	options: BrowserContextOptions,
): Promise<FilmStrip> {
	const context = await browser.newContext({
		...options,
		viewport: WIDE,
		locale: words.browserLocale,
		colorScheme: 'light',
	});
	const page = await context.newPage();
	await page.goto(url);
	await page.getByRole('button', { name: words.server }).click();
	await page.locator('.person').click();
	await page.getByRole('menuitemradio', { name: words.admin }).click();
	await page.locator('.channel', { hasText: words.channel }).click();

	await page.getByRole('button', { name: words.crow, exact: true }).click();
	await page.getByRole('button', { name: words.topThree }).click();
	await page.locator('.message .ephemeral-note').waitFor();
	const posted = page.locator('.message', { has: page.locator('.picture') }).first();
	const post = await atSize(page, NARROW, () => pictureOf(page, posted, page.locator('.message').last()));

	await page.locator('#message').pressSequentially(words.learn);
	await page.getByRole('option', { name: words.learn }).first().click();
	await page.locator('.command-form input').first().fill(words.names);
	await page.locator('.command-form').getByRole('button', { name: words.send }).click();
	const progress = page.locator('.message', { hasText: words.names.split(/[,、]/)[0] }).last();
	// Under way: the first steps are ticked off.
	await page.locator('.message', { hasText: '✅' }).last().waitFor({ timeout: 60_000 });
	const learn = await atSize(page, NARROW, () => pictureOf(page, progress, progress));

	await page.getByRole('button', { name: words.details }).waitFor({ timeout: 180_000 });
	const last = page.locator('.message').last();
	await last.getByRole('button').last().scrollIntoViewIfNeeded();
	await page.mouse.move(0, 0);
	const learned = await page.screenshot();
	const result = await atSize(page, NARROW, () => pictureOf(page, last, last));

	await page.getByRole('button', { name: words.review }).click();
	await page.locator('.message .ephemeral-note').last().waitFor();
	await page.locator('.message').last().locator('img').last().waitFor();
	await page.locator('.message').last().getByRole('button').last().scrollIntoViewIfNeeded();
	await page.mouse.move(0, 0);
	const reviewPicture = await page.screenshot();
	const review = await atSize(page, NARROW, () =>
		pictureOf(page, page.locator('.message').last(), page.locator('.message').last()),
	);

	await page.locator('#message').pressSequentially(words.retrain);
	await page.getByRole('option', { name: words.retrain }).first().click();
	await page.locator('.command-more').getByRole('button', { name: words.crawl }).click();
	await page.locator('.command-form input').first().fill('140');
	await page.locator('.command-form').getByRole('button', { name: words.send }).click();
	await page.getByRole('button', { name: words.train, exact: true }).click();
	await page.getByRole('button', { name: words.details }).nth(1).waitFor({ timeout: 240_000 });
	// Only then does the message have its height.
	await last
		.locator('.picture img')
		.last()
		.evaluate((picture: HTMLImageElement) => picture.decode());
	const retrained = await atSize(page, HIGH, () => pictureOf(page, last, last));
	await context.close();
	return {
		retrained,
		strip: await compose(browser, options, [post, learn, result, review], words),
		learned,
		review: reviewPicture,
	};
}

async function atSize<Result>(
	page: Page,
	size: { readonly width: number; readonly height: number },
	take: () => Promise<Result>,
): Promise<Result> {
	await page.setViewportSize(size);
	try {
		return await take();
	} finally {
		await page.setViewportSize(WIDE);
	}
}

/** From the top of one message to the end of another. */
async function pictureOf(page: Page, first: Locator, last: Locator): Promise<Buffer> {
	await first.scrollIntoViewIfNeeded();
	await page.mouse.move(0, 0);
	const [from, to] = [await first.boundingBox(), await last.boundingBox()];
	if (!from || !to) throw new Error('the message is not there to be photographed');
	return page.screenshot({
		clip: { x: from.x, y: from.y, width: from.width, height: to.y + to.height - from.y },
	});
}

async function compose(
	browser: Browser,
	options: BrowserContextOptions,
	pictures: readonly Buffer[],
	{ captions, language }: FilmStripWords,
): Promise<Page> {
	const context = await browser.newContext({
		...options,
		viewport: { width: 4 * FRAME.width + 5 * 16, height: FRAME.height + 80 },
	});
	const page = await context.newPage();
	const figures = pictures.map(
		(picture, index) =>
			`<figure><figcaption>${captions[index]}</figcaption><div><img src="data:image/png;base64,${picture.toString('base64')}" alt=""></div></figure>`,
	);
	await page.setContent(`<!doctype html><html lang="${language}"><style>
		body { display: flex; gap: 16px; margin: 0; padding: 16px; background: #efe9e1; font: 600 20px sans-serif; color: #2a211b }
		figure { margin: 0 } figcaption { height: 40px }
		div { width: ${FRAME.width}px; height: ${FRAME.height}px; overflow: hidden; background: #fffefb; border-radius: 12px }
		div { display: flex; flex-direction: column } figure:last-child div { justify-content: flex-end }
		img { width: 100%; flex: none }
	</style><body>${figures.join('')}</body></html>`);
	return page;
}

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Browser, Page } from 'playwright-core';
import { zipFiles } from '../../commands/model/export.ts';
import { startApp } from '../../test/browser/app.ts';
import { launchChromium } from '../../test/browser/chromium.ts';
import { Newcomer } from '../../test/browser/newcomer.ts';
import { atMost, type Row, type Section } from '../report.ts';
import { hasMaterial, MATERIAL } from '../setup.ts';

/** Actions that may lead from a start to an answer about a name just learned. */
const MOST_ACTIONS = 3;

/** From a model that was made elsewhere to its first answer. */
const MOST_SECONDS = 5;

/** What people who come anew do, in a real browser, by keyboard alone, from a start with nothing kept. */
export async function journeys(): Promise<Section> {
	const data = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	const app = await startApp(data);
	const browser = await launchChromium();
	try {
		return {
			title: 'Journeys: what it takes a newcomer',
			method:
				'The whole app as `npm start` runs it, and its playground in a real browser, by keyboard alone. An action is a button pressed, a choice in a menu, a command or a photo sent, however many keys it takes; seconds are from the first key to the answer read. Collecting and training of two drawn labels are in them.',
			rows: await walk(await open(browser, app.playground)),
		};
	} finally {
		await browser.close();
		await app.stop();
		await rm(data, { recursive: true, force: true });
	}
}

async function open(browser: Browser, address: string): Promise<Page> {
	const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
	const page = await context.newPage();
	await page.goto(address);
	return page;
}

async function walk(page: Page): Promise<Row[]> {
	const newcomer = new Newcomer(page);
	const learn = 'become an admin, /learn two labels, ask about one';
	const steps = {
		'post a picture, read the answer': () => newcomer.askAboutACrow(),
		[learn]: () => newcomer.teachCatAndMushroom(),
		'first review: open it, answer': () => newcomer.review(),
		'roll back: ask, confirm': () => newcomer.rollBack(),
	};
	const rows: Row[] = [];
	for (const [what, go] of Object.entries(steps)) {
		newcomer.actions = 0;
		const start = performance.now();
		await go();
		const { actions } = newcomer;
		const result = `${actions} ${actions === 1 ? 'action' : 'actions'}, ${((performance.now() - start) / 1000).toFixed(1)} s`;
		const limit = { target: `at most ${MOST_ACTIONS} actions`, reached: actions <= MOST_ACTIONS };
		rows.push({ what, result, ...(what === learn && limit) });
	}
	return hasMaterial() ? [...rows, await bring(newcomer)] : rows;
}

/** What Teachable Machine hands out, given to the bot. */
async function bring(newcomer: Newcomer): Promise<Row> {
	const folder = join(MATERIAL, 'models', 'teachable-machine');
	const names = await readdir(folder);
	const files = await Promise.all(
		names.map(async (name) => [name, await readFile(join(folder, name))] as const),
	);
	const model = { name: 'tm-my-image-model.zip', buffer: await zipFiles(new Map(files)) };
	const start = performance.now();
	await newcomer.bring(model);
	const what = '/model import of a Teachable Machine zip, to its answer about a photo';
	return atMost(
		what,
		(performance.now() - start) / 1000,
		MOST_SECONDS,
		(seconds) => `${seconds.toFixed(1)} s`,
	);
}

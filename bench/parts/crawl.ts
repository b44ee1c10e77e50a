import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCrawler } from '../../src/crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { packageVersion } from '../../src/package-root.ts';
import { openDatabase } from '../../src/store/database.ts';
import { type NsfwScorer, nsfwScorer } from '../../src/train/nsfw-score.ts';
import { timeOf } from '../measure.ts';
import { startPhotoService } from '../photo-service.ts';
import { atLeast, atMost, type Section } from '../report.ts';
import { bundledBackbone, logger, openEngine } from '../setup.ts';

const PHOTOS = 2_000;
const WITH_SAFETY = 400;
const BASELINE = 500;

/** Photos a second from a service on this machine, politeness aside, and whether memory stays flat. */
export async function crawl(): Promise<Section> {
	const service = await startPhotoService(PHOTOS);
	const backbone = await bundledBackbone();
	const engine = openEngine(backbone, 2);
	const data = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	try {
		const rss: number[] = [];
		const plain = await crawlOnce(service.origin, PHOTOS, undefined, (photos) => {
			rss[photos] = process.memoryUsage.rss();
		});
		const score = nsfwScorer(engine, data);
		const safe = await crawlOnce(service.origin, WITH_SAFETY, score);
		const before = mean(rss.slice(BASELINE - 200, BASELINE));
		const after = mean(rss.slice(PHOTOS - 200, PHOTOS));
		const rate = (value: number) => `${value.toFixed(0)} photos/s`;
		return {
			title: 'Crawl: photos a second, and memory',
			method: `${PHOTOS} thumbnails of 500 x 375 over real HTTP: searched, downloaded, decoded, checked, re-encoded, synced to disk and entered into a catalogue. Resident memory as the mean over 200 photos, the server's own included.`,
			rows: [
				atLeast('without looking for what is not safe for work', plain, 40, rate),
				{ what: 'with it, and with an embedding of each for training', result: rate(safe) },
				atMost(
					`memory growth from photo ${BASELINE} to ${PHOTOS}`,
					after / before - 1,
					0.1,
					(share) => `${(share * 100).toFixed(1)} %`,
				),
			],
		};
	} finally {
		await engine.close();
		await service.close();
		await rm(data, { recursive: true, force: true });
	}
}

async function crawlOnce(
	standIn: string,
	wanted: number,
	nsfwScore: NsfwScorer | undefined,
	onPhoto?: (photos: number) => void,
): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'hantei-bench-'));
	const database = openDatabase(join(folder, 'catalogue.sqlite'));
	const catalogue = await Catalogue.open(database);
	const label = await catalogue.dataset('default').labels.add({ name: 'blotches' }, 'bench');
	const crawler = await openCrawler({
		catalogue,
		photoStore: new PhotoStore(join(folder, 'photos')),
		logger,
		rules: { ...DEFAULT_RULES, nsfwThreshold: 1 },
		version: packageVersion(),
		standIn,
		sources: ['commons'],
		nsfwScore,
	});
	let photos = 0;
	try {
		const ms = await timeOf(() =>
			crawler.crawl({
				classifier: 'default',
				labels: [label],
				wanted,
				by: 'bench',
				onEvent: ({ kind }) => {
					if (kind === 'photo') onPhoto?.(++photos);
				},
			}),
		);
		return (await catalogue.dataset('default').photos.count(label.id)) / (ms / 1000);
	} finally {
		await crawler.close();
		database.close();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Of an array that may have holes. */
function mean(values: readonly number[]): number {
	const present = values.filter((value) => value !== undefined);
	return present.reduce((sum, value) => sum + value, 0) / present.length;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BotOptions } from '../../src/bot/start.ts';
import { openCrawler } from '../../src/crawl/open-crawler.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openWorld, recordingLogger, type World } from './harness.ts';
import { type PhotoService, startPhotoService } from './photo-service.ts';

export interface CrawlingWorld extends World {
	readonly photos: PhotoService;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
}

/** A playground whose bot collects photos from a service on this machine. */
export async function openCrawlingWorld(
	options: NonNullable<Parameters<typeof openWorld>[0]> & {
		/** Another server than the service of this world, and all sources it speaks. */
		readonly standIn?: string;
	} = {},
): Promise<CrawlingWorld> {
	const { standIn, ...worldOptions } = options;
	const photos = await startPhotoService();
	const folder = await mkdtemp(join(tmpdir(), 'hantei-e2e-'));
	const database = openDatabase(join(folder, 'hantei.sqlite'));
	const catalogue = await Catalogue.open(database);
	const photoStore = new PhotoStore(join(folder, 'photos'));
	const { logger } = recordingLogger();
	const crawler = await openCrawler({
		catalogue,
		photoStore,
		logger,
		rules: DEFAULT_RULES,
		version: 'test',
		...(standIn ? { standIn } : { standIn: photos.origin, sources: ['inaturalist'] }),
	});
	const dataset: Pick<BotOptions, 'catalogue' | 'photoStore' | 'crawler' | 'limits'> = {
		catalogue,
		photoStore,
		crawler,
		limits: { progressEditMs: 10 },
	};
	const world = await openWorld({ ...dataset, ...worldOptions });
	const { users, channels } = world.playground.demo;
	await world.playground.waitFor(
		() => world.playground.commandsFor(users.owner, channels.general).length > 0,
	);
	return Object.assign(world, {
		photos,
		catalogue,
		photoStore,
		end: closing(world.end, async () => {
			await crawler.close();
			await photos.close();
			database.close();
			await rm(folder, { recursive: true, force: true });
		}),
	});
}

function closing(first: () => Promise<void>, then: () => Promise<void>): () => Promise<void> {
	return async () => {
		await first();
		await then();
	};
}

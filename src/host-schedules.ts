import { imageLimits, type Settings, scheduleLimits } from './config.ts';
import { DEFAULT_RULES } from './crawl/rules.ts';
import type { Catalogue } from './dataset/catalogue/catalogue.ts';
import type { PhotoStore } from './dataset/photo-store.ts';
import type { Logger } from './log.ts';
import type { Registry } from './registry/registry.ts';
import type { Store } from './store/store.ts';
import type { TrainingJobs } from './train/jobs.ts';
import { Departures } from './train/schedule/departures.ts';
import { Housekeeping } from './train/schedule/housekeeping.ts';
import { type OpenSchedules, openSchedules } from './train/schedule/open-schedules.ts';
import { Teaching, type TeachingParts } from './train/teaching/teaching.ts';

export interface HostSchedulesParts {
	readonly store: Store;
	readonly catalogue: Catalogue;
	readonly photoStore: PhotoStore;
	readonly registry: Registry;
	readonly trainings: TrainingJobs;
	readonly nsfwScore: TeachingParts['nsfwScore'];
	readonly logger: Logger;
}

/** What happens by itself, and what members may give, as the host set it up. */
export interface HostSchedules {
	readonly schedules: OpenSchedules;
	readonly departures: Departures;
	readonly teaching: Teaching;
	/** Looks after the time from now on. */
	start(): void;
	close(): Promise<void>;
}

export function openHostSchedules(settings: Settings, parts: HostSchedulesParts): HostSchedules {
	const { store, catalogue, photoStore, registry, trainings, nsfwScore, logger } = parts;
	const dataFolder = settings.HANTEI_DATA;
	const schedules = openSchedules({
		keyv: store.keyv('schedules'),
		catalogue,
		jobs: trainings,
		logger,
		limits: scheduleLimits(settings),
	});
	const keyv = store.keyv('housekeeping');
	const departures = new Departures({ keyv, catalogue });
	const housekeeping = new Housekeeping({
		keyv,
		departures,
		catalogue,
		photoStore,
		models: registry,
		dataFolder,
		retention: {
			removedDays: settings.HANTEI_KEEP_REMOVED_DAYS,
			leftDays: settings.HANTEI_KEEP_LEFT_DAYS,
			versions: settings.HANTEI_KEEP_VERSIONS,
		},
		logger,
	});
	const teaching = new Teaching({
		isOn: settings.HANTEI_TEACH === 'on',
		catalogue,
		photoStore,
		rules: {
			...DEFAULT_RULES,
			nsfwThreshold: settings.CRAWLER_NSFW_THRESHOLD,
			imageLimits: imageLimits(settings),
		},
		nsfwScore,
		dataFolder,
		perDay: settings.HANTEI_TEACH_PER_DAY,
	});
	return {
		schedules,
		departures,
		teaching,
		start() {
			schedules.runner.start();
			housekeeping.start();
		},
		async close() {
			await schedules.runner.close();
			await housekeeping.close();
		},
	};
}

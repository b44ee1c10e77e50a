import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCrawlJobs } from '../../src/crawl/jobs.ts';
import { DEFAULT_RULES } from '../../src/crawl/rules.ts';
import { Catalogue } from '../../src/dataset/catalogue/catalogue.ts';
import { PhotoStore } from '../../src/dataset/photo-store.ts';
import { DEFAULT_QUOTAS } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import type { Host } from '../../src/host/host.ts';
import { Registry } from '../../src/registry/registry.ts';
import { openDatabase } from '../../src/store/database.ts';
import { ALONE } from '../../src/store/leadership.ts';
import { choiceInFolder } from '../../src/train/backbone/choice.ts';
import { BackboneMover } from '../../src/train/backbone/mover.ts';
import { openTrainingJobs, type TrainingJobs } from '../../src/train/jobs.ts';
import { Departures } from '../../src/train/schedule/departures.ts';
import { openSchedules } from '../../src/train/schedule/open-schedules.ts';
import { Teaching } from '../../src/train/teaching/teaching.ts';

/**
 * A host with what a test gives; what it does not give is there and empty: no labels, no models, nothing to crawl, and
 * trainings that change nothing.
 */
export async function hostWith(
	given: Pick<Host, 'logger' | 'store' | 'predictors'> & Partial<Host>,
): Promise<Host> {
	const { store, logger } = given;
	const nowhere = join(tmpdir(), 'hantei-nothing');
	const {
		catalogue = await Catalogue.open(openDatabase(':memory:')),
		photoStore = new PhotoStore(nowhere),
		trainingJobs = idleTrainings(),
	} = given;
	const planned = openSchedules({ keyv: store.keyv('schedules'), catalogue, jobs: trainingJobs, logger });
	return {
		locale: 'en',
		owners: [],
		leadership: ALONE,
		quotas: DEFAULT_QUOTAS,
		catalogue,
		photoStore,
		registry: new Registry({ folder: nowhere, shipped: nowhere }),
		explainer: { explain: () => Promise.reject(new UserError('no-model', { classifier: 'default' })) },
		crawlJobs: openCrawlJobs({ crawler: given.crawler, catalogue }),
		trainingJobs,
		mover: new BackboneMover({
			dataFolder: nowhere,
			setting: undefined,
			choice: choiceInFolder(nowhere),
			registry: given.registry ?? new Registry({ folder: nowhere, shipped: nowhere }),
			trainings: trainingJobs,
			tryOut: async () => {},
			logger,
		}),
		schedules: planned.schedules,
		scheduleRunner: planned.runner,
		departures: new Departures({ keyv: store.keyv('housekeeping'), catalogue }),
		importsFolder: join(nowhere, 'imports'),
		teaching: new Teaching({
			isOn: false,
			catalogue,
			photoStore,
			rules: DEFAULT_RULES,
			dataFolder: nowhere,
		}),
		...given,
	};
}

function idleTrainings(): TrainingJobs {
	return openTrainingJobs({
		train: async () => ({ kind: 'unchanged', champion: 'default/v1', leftOut: [] }),
		lock: async () => async () => {},
	});
}

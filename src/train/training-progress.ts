import type { CrawlProgress } from '../crawl/events.ts';

/** The steps of a training, in their order; `crawl` and `tune` only where they were asked for. */
export const TRAINING_STEPS = [
	'crawl',
	'embed',
	'group',
	'clean',
	'fit',
	'tune',
	'evaluate',
	'decide',
	'publish',
] as const;

/** The steps by which a network that somebody brings becomes a version, in their order. */
export const IMPORT_STEPS = ['read', 'embed', 'evaluate', 'decide', 'publish'] as const;

export type TrainingStep = (typeof TRAINING_STEPS)[number] | (typeof IMPORT_STEPS)[number];

/** How far a training is: plain JSON, since it crosses processes. */
export interface TrainingProgress {
	readonly step: TrainingStep;
	/** Of `total`: photos while embedding, fits while cleaning and fitting, epochs while tuning. */
	readonly done?: number;
	readonly total?: number;
	/** While crawling. */
	readonly crawl?: CrawlProgress;
}

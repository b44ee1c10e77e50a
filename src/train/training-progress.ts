import type { CrawlProgress } from '../crawl/events.ts';
import type { SummaryRow } from '../model/network-training/summary.ts';
import type { Epoch } from './network/settings.ts';

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

/** The steps by which a network is trained from scratch, in their order. */
export const NETWORK_STEPS = ['embed', 'group', 'learn', 'evaluate', 'decide', 'publish'] as const;

export type TrainingStep =
	| (typeof TRAINING_STEPS)[number]
	| (typeof IMPORT_STEPS)[number]
	| (typeof NETWORK_STEPS)[number];

/** How far a network is that is trained from scratch. */
export interface NetworkLearning {
	/** To be gone through at most. */
	readonly epochs: number;
	/** Those that are done. */
	readonly curve: readonly Epoch[];
	/** Once its photos are read. */
	readonly summary?: readonly SummaryRow[];
	/** Of the epoch under way: photos of all, and how it does on them. */
	readonly step?: {
		readonly epoch: number;
		readonly done: number;
		readonly total: number;
		readonly loss: number;
		readonly accuracy: number;
	};
}

/** How far a training is: plain JSON, since it crosses processes. */
export interface TrainingProgress {
	readonly step: TrainingStep;
	/** Of `total`: photos while embedding, fits while cleaning and fitting, epochs while tuning and learning. */
	readonly done?: number;
	readonly total?: number;
	/** While a network learns. */
	readonly network?: NetworkLearning;
	/** While crawling. */
	readonly crawl?: CrawlProgress;
}

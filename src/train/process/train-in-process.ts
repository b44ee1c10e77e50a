import { toWire } from '../../jobs/wire-error.ts';
import type { CrawlTools } from '../crawl-first.ts';
import type { TrainingRunner } from '../jobs.ts';
import type { CrawlFirst, TrainingOutcome, TrainingRequest } from '../training.ts';
import { reportSchema, type StartOrder, type TrainingOrder, type TrainingSettings } from './protocol.ts';
import { runTrainingProcess } from './run-training-process.ts';

export interface TrainingProcessOptions {
	readonly settings: TrainingSettings;
	/** Collects photos, in this process: services are asked by one crawler, which knows how often it may. */
	readonly crawl: (request: TrainingRequest, wish: CrawlFirst, options: CrawlTools) => Promise<void>;
	/** Told right after. */
	readonly onModelsChanged?: () => void;
}

/**
 * Trains in a process of its own, of the lowest priority, which takes nothing with it but itself when it crashes.
 * @throws {UserError} `training-crashed`, `training-out-of-memory`, `cancelled`, and as `retrain` and `crawl`
 */
export function trainInProcess({ settings, crawl, onModelsChanged }: TrainingProcessOptions): TrainingRunner {
	return async (request, { signal, onProgress, requireHeld, fencingToken }) => {
		const ended = new AbortController();
		const crawling = AbortSignal.any([signal, ended.signal]);
		return runTrainingProcess<TrainingOrder, TrainingOutcome>(
			{
				memoryMb: settings.memoryMb,
				// Somebody waits for what they bring; a training takes minutes, and nobody does.
				isAwaited: request.network !== undefined,
				usesStore: settings.storage !== undefined,
			},
			signal,
			(message, tell) => {
				const report = reportSchema.parse(message);
				switch (report.kind) {
					case 'ready':
						tell({ kind: 'start', request: mutable(request), settings, fencingToken });
						if (signal.aborted) tell({ kind: 'cancel' });
						return undefined;
					case 'progress':
						onProgress(report.progress);
						return undefined;
					case 'crawl':
						crawl(request, report.wish, { signal: crawling, onProgress }).then(
							() => tell({ kind: 'crawled' }),
							(error: unknown) => tell({ kind: 'crawled', error: toWire(error) }),
						);
						return undefined;
					case 'hold':
						requireHeld().then(
							() => tell({ kind: 'held' }),
							(error: unknown) => tell({ kind: 'held', error: toWire(error) }),
						);
						return undefined;
					case 'models-changed':
						onModelsChanged?.();
						return undefined;
					default:
						return report;
				}
			},
		).finally(() => ended.abort());
	};
}

function mutable({ crawl, ...request }: TrainingRequest): StartOrder['request'] {
	return { ...request, ...(crawl && { crawl: { ...crawl, labels: [...crawl.labels] } }) };
}

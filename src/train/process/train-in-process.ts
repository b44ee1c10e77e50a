import type { ChildProcess } from 'node:child_process';
import { UserError } from '../../errors.ts';
import type { JobTools } from '../../jobs/jobs.ts';
import { fromWire, toWire } from '../../jobs/wire-error.ts';
import type { CrawlTools } from '../crawl-first.ts';
import type { TrainingRunner } from '../jobs.ts';
import type { CrawlFirst, TrainingOutcome, TrainingRequest } from '../training.ts';
import type { TrainingProgress } from '../training-progress.ts';
import { type Report, reportSchema, type TrainingOrder, type TrainingSettings } from './protocol.ts';
import { endedWithout, startTrainingProcess } from './start-process.ts';

/** A process that was told to stop is killed after this: what it holds up is nothing but itself. */
const KILL_AFTER_MS = 3_000;

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
export function trainInProcess(options: TrainingProcessOptions): TrainingRunner {
	return async (request, trainer) => {
		if (trainer.signal.aborted) throw new UserError('cancelled', {});
		return supervise(
			startTrainingProcess('./training-process', options.settings.memoryMb, {
				// Somebody waits for what they bring; a training takes minutes, and nobody does.
				isAwaited: request.network !== undefined,
				usesStore: options.settings.storage !== undefined,
			}),
			request,
			trainer,
			options,
		);
	};
}

function supervise(
	child: ChildProcess,
	request: TrainingRequest,
	{ signal, onProgress, requireHeld, fencingToken }: JobTools<TrainingProgress>,
	{ settings, crawl, onModelsChanged }: TrainingProcessOptions,
): Promise<TrainingOutcome> {
	const tell = (order: TrainingOrder) => {
		// One that is ending already need not be told anything.
		if (child.connected) child.send(order, () => {});
	};
	const crawling = new AbortController();
	let killing: NodeJS.Timeout | undefined;
	const stop = () => {
		crawling.abort(signal.reason);
		tell({ kind: 'cancel' });
		killing ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
	};
	signal.addEventListener('abort', stop, { once: true });

	let answer: Extract<Report, { kind: 'finished' | 'failed' }> | undefined;
	child.on('message', (message) => {
		const report = reportSchema.parse(message);
		switch (report.kind) {
			case 'ready':
				tell({ kind: 'start', request: mutable(request), settings, fencingToken });
				if (signal.aborted) stop();
				return;
			case 'progress':
				onProgress(report.progress);
				return;
			case 'crawl':
				crawl(request, report.wish, { signal: crawling.signal, onProgress }).then(
					() => tell({ kind: 'crawled' }),
					(error: unknown) => tell({ kind: 'crawled', error: toWire(error) }),
				);
				return;
			case 'hold':
				requireHeld().then(
					() => tell({ kind: 'held' }),
					(error: unknown) => tell({ kind: 'held', error: toWire(error) }),
				);
				return;
			case 'models-changed':
				onModelsChanged?.();
				return;
			case 'finished':
			case 'failed':
				answer = report;
				// It ends when nobody listens any more, so that its last word is never lost.
				child.disconnect();
				return;
		}
	});

	return new Promise<TrainingOutcome>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code, killedBy) => {
			clearTimeout(killing);
			signal.removeEventListener('abort', stop);
			crawling.abort();
			if (answer?.kind === 'finished') resolve(answer.outcome);
			else if (answer) reject(fromWire(answer.error));
			else if (signal.aborted) reject(new UserError('cancelled', {}));
			else reject(endedWithout(code, killedBy, settings.memoryMb));
		});
	});
}

function mutable({
	crawl,
	...request
}: TrainingRequest): Extract<TrainingOrder, { kind: 'start' }>['request'] {
	return { ...request, ...(crawl && { crawl: { ...crawl, labels: [...crawl.labels] } }) };
}

import type { Settings } from '../config.ts';
import type { OpenJobs } from '../jobs/jobs.ts';
import { shareJobs } from '../jobs/shared-jobs.ts';
import type { Logger } from '../log.ts';
import { packageVersion } from '../package-root.ts';
import type { Leadership } from '../store/leadership.ts';
import type { RedisServer } from '../store/redis.ts';
import type { Installation } from '../workers/installation.ts';
import { tellOfModels } from '../workers/model-news.ts';
import { type LookAtShared, openOverview } from '../workers/overview.ts';
import { Processes, type ProcessFacts, type Work } from '../workers/processes.ts';
import { SharedEmbedder } from '../workers/shared-embedder.ts';
import { SharedPace } from '../workers/shared-pace.ts';
import type { Closing } from './closing.ts';
import { shownShards } from './shared-state.ts';

export interface SharedWorkParts {
	readonly logger: Logger;
	readonly closing: Closing;
}

/** What a bot has of the other processes with the same Redis server. */
export interface SharedWork {
	readonly openJobs: OpenJobs;
	readonly embedder: SharedEmbedder;
	readonly pace: SharedPace;
	readonly lookAtShared: LookAtShared;
	/** Tells the others that other models may serve. */
	readonly tellOfModels: () => void;
}

/** Joins a bot to the others. What no worker takes, it does itself, as it would alone. */
export async function shareWork(
	settings: Settings,
	redis: RedisServer,
	{
		leadership,
		installation,
		logger,
		closing,
	}: SharedWorkParts & { readonly leadership: Leadership; readonly installation: Installation },
): Promise<SharedWork> {
	const takes = { embed: settings.HANTEI_WORKERS, crawl: 2, train: 1 };
	const onError = warningOf(redis, logger);
	const facts = { role: 'bot', takes, shards: shownShards(settings), installation } as const;
	const processes = await joinProcesses(redis, facts, closing, () => leadership.term !== null);
	const embedder = await SharedEmbedder.open({
		redis,
		processes,
		queueLimit: settings.HANTEI_QUEUE,
		patienceMs: settings.HANTEI_TIMEOUT_SECONDS * 1000,
		onError,
	});
	closing.add('engines', 'shared embedder', () => embedder.close());
	const openJobs = await shareJobs({
		redis,
		concurrencyOf: (kind) => takes[kind as Work],
		isNeeded: (kind) => processes.takenByWorkers(kind as Work) === 0,
		onError,
	});
	const lookAtShared = await openOverview(redis, processes);
	return {
		openJobs,
		embedder,
		pace: new SharedPace(redis),
		lookAtShared,
		tellOfModels: () => void tellOfModels(redis, onError),
	};
}

/** Makes this process known to the others until it closes. */
export async function joinProcesses(
	redis: RedisServer,
	facts: Pick<ProcessFacts, 'role' | 'takes' | 'shards' | 'installation'>,
	closing: Closing,
	leads?: () => boolean,
): Promise<Processes> {
	const processes = await Processes.join(redis, { ...facts, version: packageVersion() }, leads);
	closing.add('faces', 'processes', () => processes.leave());
	return processes;
}

/** Logs what the queues complain of; that the server is away is told where its connection is kept. */
export function warningOf({ client }: RedisServer, logger: Logger): (error: unknown) => void {
	return (error) => {
		if (client.status === 'ready') logger.warn({ error: String(error) }, 'a shared queue');
	};
}

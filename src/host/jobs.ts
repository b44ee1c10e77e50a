import type { OpenJobs } from '../jobs/jobs.ts';
import { shareJobs } from '../jobs/shared-jobs.ts';
import type { Logger } from '../log.ts';
import type { RedisServer } from '../store/redis.ts';

/** Jobs that this process takes at once, by their kind. */
export type Taken = Readonly<Record<'crawl' | 'train', number>>;

/** What a process of its own would do, without others. */
const ALONE: Taken = { crawl: 2, train: 1 };

/** Crawls and trainings of all processes with the same Redis server. */
export function shareHostJobs(redis: RedisServer, logger: Logger, taken = ALONE): Promise<OpenJobs> {
	return shareJobs({
		redis,
		concurrencyOf: (kind) => new Map(Object.entries(taken)).get(kind) ?? 0,
		onError(error) {
			// That the server is away is told where its connection is kept.
			if (redis.client.status === 'ready') logger.warn({ err: error }, 'the queue of work');
		},
	});
}

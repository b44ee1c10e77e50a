import type { Queue } from 'bullmq';
import { PREFIX } from '../jobs/cancellations.ts';
import type { RedisServer } from '../store/redis.ts';
import { EMBED_QUEUE } from './embedding-order.ts';
import type { Processes, ProcessFacts, Work } from './processes.ts';

export interface QueueFacts {
	readonly work: Work;
	readonly waiting: number;
	readonly underWay: number;
	/** Since when the first one waits; zero where none does. */
	readonly lagMs: number;
}

/** What those who run several processes want to see of them. */
export interface SharedOverview {
	/** While the server is away, what was known last. */
	readonly isConnected: boolean;
	readonly processes: readonly ProcessFacts[];
	readonly queues: readonly QueueFacts[];
}

export type LookAtShared = () => Promise<SharedOverview>;

const QUEUES: readonly Work[] = [EMBED_QUEUE, 'crawl', 'train'];

/** @returns looks, in a few commands each time */
export async function openOverview(redis: RedisServer, processes: Processes): Promise<LookAtShared> {
	const { Queue } = await import('bullmq');
	const queues = QUEUES.map((work) => {
		const queue = new Queue(work, { connection: redis.client, prefix: PREFIX });
		// That the server is away is told where its connection is kept.
		queue.on('error', () => {});
		return { work, queue };
	});
	return async () => {
		const isConnected = redis.client.status === 'ready';
		return {
			isConnected,
			processes: processes.list(),
			queues: isConnected ? await Promise.all(queues.map(({ work, queue }) => look(work, queue))) : [],
		};
	};
}

async function look(work: Work, queue: Queue): Promise<QueueFacts> {
	const [{ waiting = 0, active = 0 }, [first]] = await Promise.all([
		queue.getJobCounts('waiting', 'active'),
		queue.getJobs(['waiting'], 0, 0, true),
	]);
	return { work, waiting, underWay: active, lagMs: first ? Math.max(0, Date.now() - first.timestamp) : 0 };
}

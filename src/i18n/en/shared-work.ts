import { counted } from '../format.ts';

/** What processes with the same Redis server do together. */
interface Shared {
	readonly isConnected: boolean;
	readonly processes: readonly {
		readonly role: 'bot' | 'worker';
		readonly process: string;
		readonly takes: { readonly embed: number; readonly crawl: number; readonly train: number };
		readonly shards?: string;
		readonly leads?: boolean;
	}[];
	readonly queues: readonly {
		readonly work: 'embed' | 'crawl' | 'train';
		readonly waiting: number;
		readonly underWay: number;
		readonly lagMs: number;
	}[];
}

const WORK = { embed: 'photos', crawl: 'crawls', train: 'trainings' } as const;

/** Lines without an end. */
export const sharedWork = {
	processes: ({ processes }: Shared) =>
		processes.map(({ role, process, takes, shards, leads }) =>
			role === 'bot'
				? `bot ${process}${shards ? `, shards ${shards}` : ''}${leads ? ', leads' : ''}`
				: `worker ${process}: ${counted(takes.embed, 'photo')}, ${counted(takes.crawl, 'crawl')}, ${counted(takes.train, 'training')} at once`,
		),
	queues: ({ isConnected, queues }: Shared) =>
		isConnected
			? queues.map(
					({ work, waiting, underWay, lagMs }) =>
						`${WORK[work]}: ${waiting} waiting${waiting > 0 ? ` (the first for ${Math.ceil(lagMs / 1000)} s)` : ''}, ${underWay} under way`,
				)
			: ['Redis cannot be reached; each process works for itself'],
};

export type SharedWorkFacts = Shared;

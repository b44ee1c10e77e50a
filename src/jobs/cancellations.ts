import type { RedisServer } from '../store/redis.ts';

/** Of all our keys, so that a server may be shared with others. */
export const PREFIX = 'hantei';

const CHANNEL = `${PREFIX}:cancelled`;

/** As long as a job may be under way, in seconds. */
const KEPT_SECONDS = 24 * 3600;

/** Which jobs somebody wants stopped, told to whatever process has them. BullMQ stops only what its own process does. */
export interface Cancellations {
	cancel(id: string): Promise<void>;
	has(id: string): Promise<boolean>;
	/** @returns stops hearing */
	hear(listener: (id: string) => void): () => void;
}

export function openCancellations(
	{ client, connect }: RedisServer,
	onError: (error: unknown) => void,
): Cancellations {
	const listeners = new Set<(id: string) => void>();
	const subscriber = connect();
	// What is told while it is away is found in its key when the job begins; one under way then goes on to its end.
	subscriber.subscribe(CHANNEL).catch(onError);
	subscriber.on('message', (_, id) => {
		for (const listener of listeners) listener(id);
	});
	return {
		async cancel(id) {
			await client.set(keyOf(id), '', 'EX', KEPT_SECONDS);
			await client.publish(CHANNEL, id);
		},
		has: async (id) => (await client.exists(keyOf(id))) === 1,
		hear(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}

function keyOf(id: string): string {
	return `${PREFIX}:cancelled:${id}`;
}

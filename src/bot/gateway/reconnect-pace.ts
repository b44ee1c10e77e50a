import { type Client, Events, SimpleShardingStrategy } from 'discord.js';

/** Of the gateway's library, not discord.js's own class of that name. */
type WebSocketManager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 60_000;

/** How long to wait before the gateway is tried again: longer with each connection that failed since the last that worked. */
export class ReconnectPace {
	readonly #random: () => number;
	#failures = 0;

	constructor(random: () => number = Math.random) {
		this.#random = random;
	}

	failed(): void {
		this.#failures += 1;
	}

	worked(): void {
		this.#failures = 0;
	}

	waitMs(): number {
		if (this.#failures === 0) return 0;
		const longest = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
		// Half of it is chance, so that all who were cut off together do not return together.
		return longest * (0.5 + this.#random() / 2);
	}
}

/** Has discord.js connect at that pace: by itself it tries again at once, ten times a second. */
export function paced(manager: WebSocketManager, client: () => Client) {
	const { retrieveSessionInfo } = manager.options;
	const failed = new Set<number>();
	const paces = new Map<number, ReconnectPace>();
	const paceOf = (shard: number) => {
		const pace = paces.get(shard) ?? new ReconnectPace();
		paces.set(shard, pace);
		return pace;
	};
	// The one thing that a shard waits for before each attempt. It asks for it again with each event, which are not to
	// wait, or they would overtake each other.
	manager.options.retrieveSessionInfo = async (shard) => {
		const waitMs = failed.delete(shard) ? paceOf(shard).waitMs() : 0;
		if (waitMs > 0) await new Promise<void>((resolve) => setTimeout(resolve, waitMs).unref());
		// Neither to go on nor to fail, which would end the process: closed meanwhile, nobody waits for it.
		if (Reflect.get(client().ws, 'destroyed')) return new Promise(() => {});
		return retrieveSessionInfo(shard);
	};
	client().on(Events.ShardError, (_, shard) => {
		failed.add(shard);
		paceOf(shard).failed();
	});
	client().on(Events.ShardReady, (shard) => paceOf(shard).worked());
	client().on(Events.ShardResume, (shard) => paceOf(shard).worked());
	return new SimpleShardingStrategy(manager);
}

/** The first wait after a refusal; each that follows doubles it. */
const FIRST_WAIT_MS = 5_000;

/** 10,000 refusals within ten minutes would ban the host. */
const MAX_WAIT_MS = 10 * 60_000;

interface Refusal {
	readonly guildId: string | null;
	readonly waitMs: number;
	readonly until: number;
}

/**
 * Channels in which Discord refused an answer. Each is left alone for a while, longer each time, and tried again at once
 * when something changed that may have been the reason.
 */
export class RefusedChannels {
	readonly #now: () => number;
	readonly #refusals = new Map<string, Refusal>();

	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Whether to leave a channel alone now. */
	has(channelId: string): boolean {
		return (this.#refusals.get(channelId)?.until ?? 0) > this.#now();
	}

	add(channelId: string, guildId: string | null): void {
		const now = this.#now();
		const before = this.#refusals.get(channelId);
		// Answers that were on their way are refused along with the first: they say nothing new.
		if (before && before.until > now) return;
		this.#sweep(now);
		const waitMs = before ? Math.min(MAX_WAIT_MS, before.waitMs * 2) : FIRST_WAIT_MS;
		this.#refusals.set(channelId, { guildId, waitMs, until: now + waitMs });
	}

	/** An answer got through. */
	answered(channelId: string): void {
		this.#refusals.delete(channelId);
	}

	/** Permissions or channels of a guild changed: each of its channels may let us answer now. */
	guildChanged(guildId: string): void {
		for (const [channelId, refusal] of this.#refusals) {
			if (refusal.guildId === guildId) this.#refusals.delete(channelId);
		}
	}

	/** Forgets channels that were left alone for so long that what was wrong there means nothing any more. */
	#sweep(now: number): void {
		for (const [channelId, { until }] of this.#refusals) {
			if (until + MAX_WAIT_MS < now) this.#refusals.delete(channelId);
		}
	}
}

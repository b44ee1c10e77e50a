import type { MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** Discord documents "the past few minutes". */
const REMEMBERED_MS = 5 * 60_000;

/** Which message a nonce was used for, so that a repeated request does not post twice. */
export class Nonces {
	readonly #world: World;
	readonly #used = new Map<string, { readonly messageId: string; readonly at: number }>();

	constructor(world: World) {
		this.#world = world;
	}

	find(nonce: string | number): MessageRecord | null {
		this.#forgetOld();
		const used = this.#used.get(String(nonce));
		return (used && this.#world.state.messages.get(used.messageId)) ?? null;
	}

	remember(nonce: string | number, message: MessageRecord): void {
		this.#used.set(String(nonce), { messageId: message.id, at: this.#world.clock.now() });
	}

	/** Oldest first, as a map keeps the order of insertion. */
	#forgetOld(): void {
		const limit = this.#world.clock.now() - REMEMBERED_MS;
		for (const [nonce, { at }] of this.#used) {
			if (at > limit) return;
			this.#used.delete(nonce);
		}
	}
}

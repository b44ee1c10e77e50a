import type { RestCall } from '../rest/call-recorder.ts';
import type { Random } from '../world/random.ts';

/** The part of a call that a fault can be chosen by, before it is handled. */
export type IncomingCall = Pick<RestCall, 'method' | 'path' | 'query' | 'body'>;

export interface FaultSelection {
	/** Which calls it befalls; all when left out. A string is a path prefix, without `/api/v10`. */
	readonly method?: string;
	readonly path?: string | RegExp;
	readonly when?: (call: IncomingCall) => boolean;
	/** Only the next so many matching calls; without end when left out. */
	readonly times?: number;
	/** Chance that a matching call is hit, drawn from the playground's seed; 1 when left out. */
	readonly probability?: number;
}

export type FaultKind =
	/** 429 with Discord's headers and body. */
	| {
			readonly kind: 'rate-limit';
			readonly retryAfterMs: number;
			readonly scope?: 'user' | 'global' | 'shared';
	  }
	/** A 5xx as Discord's edge sends it; `applied` means that the call had its effect all the same. */
	| { readonly kind: 'server-error'; readonly status?: 500 | 502 | 503 | 504; readonly applied?: boolean }
	/**
	 * The connection is cut instead of an answer: reset, or closed in order. discord.js tries again by itself only
	 * after a reset.
	 */
	| { readonly kind: 'drop'; readonly applied?: boolean; readonly how?: 'reset' | 'close' }
	| { readonly kind: 'slow'; readonly delayMs: number }
	/** One of Discord's JSON errors, such as 403 with 50013. */
	| { readonly kind: 'error'; readonly status: number; readonly code: number; readonly message: string }
	/** Does something to the world just before the call is handled: deleting the message that it replies to, say. */
	| { readonly kind: 'meanwhile'; readonly act: (call: IncomingCall) => void };

export type Fault = FaultSelection & FaultKind;

export type Faults = Pick<FaultInjector, 'add' | 'clear' | 'injected'>;

/** The faults that are set, and which of them befalls a call. */
export class FaultInjector {
	readonly #random: Random;
	readonly #faults = new Set<{ readonly fault: Fault; left: number }>();
	#injected = 0;

	constructor(random: Random) {
		this.#random = random;
	}

	/** Returns the way to take it away again. */
	add(fault: Fault): () => void {
		const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
		this.#faults.add(entry);
		return () => {
			this.#faults.delete(entry);
		};
	}

	clear(): void {
		this.#faults.clear();
	}

	/** How many calls were hit so far. */
	get injected(): number {
		return this.#injected;
	}

	/** What hits this call, in the order it was added, up to the first fault that takes the answer's place. */
	draw(call: IncomingCall): Fault[] {
		const drawn: Fault[] = [];
		for (const entry of this.#faults) {
			if (!matches(entry.fault, call)) continue;
			if (this.#random() >= (entry.fault.probability ?? 1)) continue;
			entry.left -= 1;
			if (entry.left <= 0) this.#faults.delete(entry);
			drawn.push(entry.fault);
			if (entry.fault.kind !== 'slow' && entry.fault.kind !== 'meanwhile') break;
		}
		if (drawn.length > 0) this.#injected += 1;
		return drawn;
	}
}

function matches(fault: Fault, call: IncomingCall): boolean {
	if (fault.method !== undefined && fault.method !== call.method) return false;
	if (typeof fault.path === 'string' && !call.path.startsWith(fault.path)) return false;
	if (fault.path instanceof RegExp && !fault.path.test(call.path)) return false;
	return fault.when?.(call) ?? true;
}

import type { RestCall } from '../rest/call-recorder.ts';

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

export interface Faults {
	/** Returns the way to take it away again. */
	add(fault: Fault): () => void;
	clear(): void;
	/** How many calls were hit so far. */
	readonly injected: number;
}

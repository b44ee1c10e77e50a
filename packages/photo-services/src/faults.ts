import type { LicenceCode } from './library/provenance.ts';
import type { Random } from './random.ts';

/** What a request was for. */
export type ServiceName = 'inaturalist' | 'commons' | 'openverse' | 'flickr' | 'photos';

interface FaultSelection {
	/** Whose requests it befalls; all when left out. */
	readonly service?: ServiceName;
	readonly path?: string | RegExp;
	/** Only the next so many matching requests; without end when left out. */
	readonly times?: number;
	/** Chance that a matching request is hit; 1 when left out. */
	readonly probability?: number;
}

export type FaultKind =
	/** 429 in the service's own style; Retry-After in seconds, as an HTTP date, or left out. */
	| { readonly kind: 'throttle'; readonly retryAfter?: number | Date }
	/** MediaWiki's answer while its databases are behind: status 200. */
	| { readonly kind: 'maxlag'; readonly lag: number; readonly retryAfter?: number | Date }
	/** Flickr's failures: status 200. */
	| { readonly kind: 'flickr-fail'; readonly code: number; readonly message?: string }
	| { readonly kind: 'malformed-json' }
	/** Every record of the answer states this licence, or none. */
	| { readonly kind: 'licence'; readonly licence: LicenceCode | undefined }
	/** Every so many-th record of the answer is of another shape; 1 is all of them. */
	| { readonly kind: 'strange-records'; readonly every: number }
	| { readonly kind: 'status'; readonly status: number; readonly body?: string }
	/** 404, or a redirect to a picture that says so, on a host of its own. */
	| { readonly kind: 'gone' }
	| { readonly kind: 'placeholder' }
	| { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
	/** This instead of the answer. */
	| { readonly kind: 'body'; readonly body: string | Uint8Array; readonly contentType: string }
	/** More headers, such as X-Robots-Tag. */
	| { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }
	/** A picture that goes on for ever. */
	| { readonly kind: 'endless-body' }
	/** Content-Length is not what is sent. */
	| { readonly kind: 'lying-length'; readonly claimed: number }
	/** The connection is reset instead of an answer. */
	| { readonly kind: 'drop' };

export type Fault = FaultSelection & FaultKind;

export type Faults = Pick<FaultInjector, 'add' | 'clear' | 'injected'>;

/** The faults that are set, and which of them befall a request. */
export class FaultInjector {
	readonly #random: Random;
	readonly #faults = new Set<{ readonly fault: Fault; left: number }>();
	#injected = 0;

	constructor(random: Random, faults: readonly Fault[]) {
		this.#random = random;
		for (const fault of faults) this.add(fault);
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

	/** How many requests were hit so far. */
	get injected(): number {
		return this.#injected;
	}

	draw(service: ServiceName, path: string): Fault[] {
		const drawn: Fault[] = [];
		for (const entry of this.#faults) {
			if (!matches(entry.fault, service, path)) continue;
			if (!this.#random.chance(entry.fault.probability ?? 1)) continue;
			entry.left -= 1;
			if (entry.left <= 0) this.#faults.delete(entry);
			drawn.push(entry.fault);
		}
		if (drawn.length > 0) this.#injected += 1;
		return drawn;
	}
}

function matches(fault: Fault, service: ServiceName, path: string): boolean {
	if (fault.service !== undefined && fault.service !== service) return false;
	if (typeof fault.path === 'string') return path.startsWith(fault.path);
	return fault.path?.test(path) ?? true;
}

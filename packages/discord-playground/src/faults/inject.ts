import type { Random } from '../world/random.ts';
import type { Fault, Faults, IncomingCall } from './faults.ts';

/** The faults that are set, and which of them befalls a call. */
export class FaultInjector implements Faults {
	readonly #random: Random;
	readonly #faults = new Set<{ readonly fault: Fault; left: number }>();
	#injected = 0;

	constructor(random: Random) {
		this.#random = random;
	}

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

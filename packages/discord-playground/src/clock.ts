/** Gives a scheduled call up; harmless when it has run already. */
export type Cancel = () => void;

/** What time it is in the playground: the rules of three seconds, fifteen minutes and expiring addresses go by it. */
export interface Clock {
	/** Milliseconds since the Unix epoch. */
	now(): number;
	schedule(action: () => void, delayMs: number): Cancel;
}

/** The machine's own clock. What it has scheduled does not keep the process alive. */
export const systemClock: Clock = {
	now: () => Date.now(),
	schedule(action, delayMs) {
		const timer = setTimeout(action, delayMs);
		timer.unref();
		return () => clearTimeout(timer);
	},
};

/** A clock that stands still until a test moves it. */
export function createManualClock(startMs = Date.now()) {
	let now = startMs;
	const agenda = new Set<{ readonly at: number; readonly action: () => void }>();

	function nextDue(until: number) {
		let next: { readonly at: number; readonly action: () => void } | undefined;
		for (const entry of agenda) {
			if (entry.at <= until && (next === undefined || entry.at < next.at)) next = entry;
		}
		return next;
	}

	return {
		now: () => now,
		schedule(action: () => void, delayMs: number): Cancel {
			const entry = { at: now + Math.max(0, delayMs), action };
			agenda.add(entry);
			return () => agenda.delete(entry);
		},
		/** Moves time on, running what falls due on the way in order. */
		advance(ms: number): void {
			const until = now + ms;
			for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
				agenda.delete(due);
				now = due.at;
				due.action();
			}
			now = until;
		},
	};
}
export type ManualClock = ReturnType<typeof createManualClock>;

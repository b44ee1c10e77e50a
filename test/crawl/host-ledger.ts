import type { HostLedger } from '../../src/crawl/politeness/host-turns.ts';
import type { Usage, UsageLimits } from '../../src/dataset/catalogue/catalogue.ts';

/** What hosts were asked, in memory; days and hours never end. */
export class MemoryHostLedger implements HostLedger {
	readonly coolDowns = new Map<string, Date>();
	readonly counts = new Map<string, Usage>();

	async coolDownUntil(host: string): Promise<Date | undefined> {
		return this.coolDowns.get(host);
	}

	async coolDown(host: string, until: Date): Promise<void> {
		const before = this.coolDowns.get(host);
		if (!before || before < until) this.coolDowns.set(host, until);
	}

	async count(host: string, usage: Usage, { hour, day }: UsageLimits = {}) {
		const before = this.counts.get(host) ?? { requests: 0, bytes: 0 };
		const after = { requests: before.requests + usage.requests, bytes: before.bytes + usage.bytes };
		const isBeyond = (most: Partial<Usage> = {}) =>
			after.requests > (most.requests ?? Number.POSITIVE_INFINITY) ||
			after.bytes > (most.bytes ?? Number.POSITIVE_INFINITY);
		if (isBeyond(day)) return 'day';
		if (isBeyond(hour)) return 'hour';
		this.counts.set(host, after);
		return undefined;
	}
}

import type { HostLedger } from '../../src/crawl/politeness/host-turns.ts';

/** What hosts were asked, in memory; days and hours never end. */
export class MemoryHostLedger implements HostLedger {
	readonly coolDowns = new Map<string, Date>();
	readonly counts = new Map<string, { requests: number; bytes: number }>();

	async coolDownUntil(host: string): Promise<Date | undefined> {
		return this.coolDowns.get(host);
	}

	async coolDown(host: string, until: Date): Promise<void> {
		const before = this.coolDowns.get(host);
		if (!before || before < until) this.coolDowns.set(host, until);
	}

	async count(
		host: string,
		usage: { requests: number; bytes: number },
		mostPerDay = Number.POSITIVE_INFINITY,
	): Promise<boolean> {
		const { requests, bytes } = (await this.usage(host)).day;
		if (requests + usage.requests > mostPerDay) return false;
		this.counts.set(host, { requests: requests + usage.requests, bytes: bytes + usage.bytes });
		return true;
	}

	async usage(host: string) {
		const counts = this.counts.get(host) ?? { requests: 0, bytes: 0 };
		return { hour: counts, day: counts };
	}
}

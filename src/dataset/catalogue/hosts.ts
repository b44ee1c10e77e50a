import { prepared } from '../../store/prepared.ts';
import { inTransaction } from '../../store/transaction.ts';
import type { RowOf, Rows } from './tables.ts';

export interface Usage {
	readonly requests: number;
	readonly bytes: number;
}

/** The most of it within a period of UTC. */
export interface UsageLimits {
	readonly hour?: Partial<Usage>;
	readonly day?: Partial<Usage>;
}

const NONE: Usage = { requests: 0, bytes: 0 };

/** Past periods are kept this long, for people who ask what went on. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** How often which host was asked, and until when it is left alone: limits that survive a restart. Periods are of UTC. */
export class Hosts {
	readonly #rows: Rows;
	readonly #now: () => Date;

	constructor(rows: Rows, now: () => Date) {
		this.#rows = rows;
		this.#now = now;
	}

	/** Undefined when the host may be asked now. */
	async coolDownUntil(host: string): Promise<Date | undefined> {
		const [row] = (await coolDownOf(this.#rows, { host, now: this.#now().getTime() })).rows;
		return row && new Date(row.until);
	}

	/** Never shortens a cool-down. */
	async coolDown(host: string, until: Date): Promise<void> {
		await inTransaction(this.#rows, (rows) =>
			rows
				.insertInto('host_cool_down')
				.values({ host, until: until.getTime() })
				.onConflict((conflict) =>
					conflict
						.column('host')
						.doUpdateSet({ until: until.getTime() })
						.where('host_cool_down.until', '<', until.getTime()),
				)
				.execute(),
		);
	}

	/**
	 * Adds to what the host was asked in an hour and its day, unless that would be more than a limit. Asked and spent at
	 * once: of two who see the last of it left, one has it.
	 * @param at what was counted too much is taken back with the moment at which it was counted
	 * @returns the period that has no more left; nothing was added then
	 */
	async count(
		host: string,
		usage: Usage,
		limits: UsageLimits = {},
		at: Date = this.#now(),
	): Promise<keyof UsageLimits | undefined> {
		const { hour, day } = periodsOf(at);
		const oldest = new Date(at.getTime() - KEPT_MS).toISOString().slice(0, 10);
		return inTransaction(this.#rows, async (rows) => {
			if (!(await spend(rows, { host, period: day, ...usage }, limits.day))) return 'day';
			if (!(await spend(rows, { host, period: hour, ...usage }, limits.hour))) {
				const back = { requests: -usage.requests, bytes: -usage.bytes };
				await spend(rows, { host, period: day, ...back });
				return 'hour';
			}
			await forgetBefore(rows, { host, oldest });
			return undefined;
		});
	}

	/** What the host was asked since this hour and this day began. */
	async usage(host: string): Promise<{ readonly hour: Usage; readonly day: Usage }> {
		const { hour, day } = periodsOf(this.#now());
		return { hour: await this.#of(host, hour), day: await this.#of(host, day) };
	}

	async #of(host: string, period: string): Promise<Usage> {
		const row = await this.#rows
			.selectFrom('host_usage')
			.select(['requests', 'bytes'])
			.where('host', '=', host)
			.where('period', '=', period)
			.executeTakeFirst();
		return row ?? NONE;
	}
}

function periodsOf(moment: Date): { hour: string; day: string } {
	const text = moment.toISOString();
	return { hour: text.slice(0, 13), day: text.slice(0, 10) };
}

async function spend(rows: Rows, usage: RowOf<'host_usage'>, most: Partial<Usage> = {}): Promise<boolean> {
	const { requests = Number.MAX_SAFE_INTEGER, bytes = Number.MAX_SAFE_INTEGER } = most;
	const left = { requestsLeft: requests - usage.requests, bytesLeft: bytes - usage.bytes };
	const { numAffectedRows = 0n } = await addUsage(rows, { ...usage, ...left });
	return numAffectedRows > 0n;
}

type Spending = RowOf<'host_usage'> & { readonly requestsLeft: number; readonly bytesLeft: number };

const addUsage = prepared((rows: Rows, { requestsLeft, bytesLeft, ...usage }: Spending) =>
	rows
		.insertInto('host_usage')
		.values(usage)
		.onConflict((conflict) =>
			conflict
				.columns(['host', 'period'])
				.doUpdateSet(({ eb }) => ({
					requests: eb('host_usage.requests', '+', usage.requests),
					bytes: eb('host_usage.bytes', '+', usage.bytes),
				}))
				.where('host_usage.requests', '<=', requestsLeft)
				.where('host_usage.bytes', '<=', bytesLeft),
		),
);

const forgetBefore = prepared((rows: Rows, { host, oldest }: { host: string; oldest: string }) =>
	rows.deleteFrom('host_usage').where('host', '=', host).where('period', '<', oldest),
);

const coolDownOf = prepared((rows: Rows, { host, now }: { host: string; now: number }) =>
	rows.selectFrom('host_cool_down').select('until').where('host', '=', host).where('until', '>', now),
);

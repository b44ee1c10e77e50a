import { z } from 'zod';
import type { DatabaseConnection } from './connection.ts';

export interface Usage {
	readonly requests: number;
	readonly bytes: number;
}

const USAGE = z.object({ requests: z.number(), bytes: z.number() });
const NONE: Usage = { requests: 0, bytes: 0 };

/** Past periods are kept this long, for people who ask what went on. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** How often which host was asked, and until when it is left alone: limits that survive a restart. Periods are of UTC. */
export class Hosts {
	readonly #connection: DatabaseConnection;
	readonly #now: () => Date;

	constructor(connection: DatabaseConnection, now: () => Date) {
		this.#connection = connection;
		this.#now = now;
	}

	/** Undefined when the host may be asked now. */
	async coolDownUntil(host: string): Promise<Date | undefined> {
		const row = this.#connection.get(
			z.object({ until: z.number() }),
			'SELECT until FROM host_cool_down WHERE host = ? AND until > ?',
			host,
			this.#now().getTime(),
		);
		return row && new Date(row.until);
	}

	/** Never shortens a cool-down. */
	async coolDown(host: string, until: Date): Promise<void> {
		await this.#connection.write(() =>
			this.#connection.run(
				`INSERT INTO host_cool_down (host, until) VALUES (?, ?)
				 ON CONFLICT DO UPDATE SET until = max(until, excluded.until)`,
				host,
				until.getTime(),
			),
		);
	}

	/** Adds to what the host was asked this hour and this day. */
	async count(host: string, { requests, bytes }: Usage): Promise<void> {
		const { hour, day } = this.#periods();
		await this.#connection.write(() => {
			for (const period of [hour, day]) {
				this.#connection.run(
					`INSERT INTO host_usage (host, period, requests, bytes) VALUES (?, ?, ?, ?)
					 ON CONFLICT DO UPDATE SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes`,
					host,
					period,
					requests,
					bytes,
				);
			}
			const oldest = new Date(this.#now().getTime() - KEPT_MS).toISOString().slice(0, 10);
			this.#connection.run('DELETE FROM host_usage WHERE host = ? AND period < ?', host, oldest);
		});
	}

	/** What the host was asked since this hour and this day began. */
	async usage(host: string): Promise<{ readonly hour: Usage; readonly day: Usage }> {
		const { hour, day } = this.#periods();
		return { hour: this.#of(host, hour), day: this.#of(host, day) };
	}

	#of(host: string, period: string): Usage {
		const sql = 'SELECT requests, bytes FROM host_usage WHERE host = ? AND period = ?';
		return this.#connection.get(USAGE, sql, host, period) ?? NONE;
	}

	#periods(): { hour: string; day: string } {
		const now = this.#now().toISOString();
		return { hour: now.slice(0, 13), day: now.slice(0, 10) };
	}
}

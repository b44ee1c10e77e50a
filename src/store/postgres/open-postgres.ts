import { Kysely, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';
import { UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Database } from '../database.ts';
import { PostgresTextCompiler } from './text-compiler.ts';

/** In versions that are still mended; with what our queries say. */
const OLDEST_VERSION = 13;

/** One process asks for no more at once. */
const CONNECTIONS = 10;

const CONNECT_TIMEOUT_MS = 5_000;

/** 64-bit whole numbers and sums of them: pg hands them over as text, and ours fit a number. */
const NUMBERS: readonly number[] = [20, 1700];

/** Classes of PostgreSQL's codes for what is wrong with who asks: password, database, rights. */
const REFUSED = /^(28|3D|42501)/;

export interface PostgresOptions {
	/** Where the address was given, for those who have to correct it. */
	readonly setting?: string;
	readonly logger?: Pick<Logger, 'warn'>;
}

/**
 * Connects to the PostgreSQL server of HANTEI_DATABASE_URL. Connections that are lost are made anew when needed.
 * @param url `postgres://user:password@host:5432/database`
 * @throws {UserError} `package-missing`, `postgres-unreachable`, `postgres-refused`, `postgres-too-old`
 */
export async function openPostgres(
	url: string,
	{ setting = 'HANTEI_DATABASE_URL', logger }: PostgresOptions = {},
): Promise<Database> {
	const { Pool, types } = await loadClient(setting);
	const pool = new Pool({
		connectionString: url,
		max: CONNECTIONS,
		connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
		application_name: 'hantei',
		types: {
			getTypeParser: ((type: number, format?: 'text') =>
				NUMBERS.includes(type) ? Number : types.getTypeParser(type, format)) as typeof types.getTypeParser,
		},
	});
	// Of connections that nobody uses just then: the next query gets another.
	pool.on('error', (error) => logger?.warn({ reason: error.message }, 'PostgreSQL closed a connection'));
	// Of one that is in use between two queries: the next query fails, and without a listener the process would end.
	pool.on('connect', (client) => client.on('error', () => {}));
	try {
		await requireUsable(pool, setting, addressOf(url));
	} catch (error) {
		await pool.end();
		throw error instanceof UserError ? error : refusal(setting, url, error);
	}
	return {
		rows: new Kysely({ dialect: new HanteiPostgresDialect({ pool }) }),
		// Those who run a server back it up.
		backUp: async () => {},
		close: () => pool.end(),
	};
}

class HanteiPostgresDialect extends PostgresDialect {
	override createQueryCompiler() {
		return new PostgresTextCompiler();
	}
}

async function loadClient(setting: string): Promise<Pick<typeof import('pg'), 'Pool' | 'types'>> {
	try {
		return (await import('pg')).default;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
		throw new UserError('package-missing', { setting, packages: ['pg'] });
	}
}

/** New enough, able to keep any name, and ours to write to. */
async function requireUsable(pool: Pool, setting: string, address: string): Promise<void> {
	const {
		rows: [found],
	} = await pool.query<{ version: string; encoding: string; writable: boolean }>(
		`SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding,
			NOT pg_is_in_recovery() AND coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS writable`,
	);
	const { version, encoding, writable } = found;
	if (Number.parseInt(version, 10) < OLDEST_VERSION)
		throw new UserError('postgres-too-old', {
			setting,
			address,
			version,
			needed: String(OLDEST_VERSION),
		});
	const refused = (reason: string) => new UserError('postgres-refused', { setting, address, reason });
	if (encoding !== 'UTF8') throw refused(`encoding ${encoding} instead of UTF8`);
	if (!writable) throw refused('permission denied to create tables');
}

function refusal(setting: string, url: string, error: unknown): UserError {
	const { code = '', message } = error as { code?: string; message?: string };
	const details = { setting, address: addressOf(url), reason: message || code || String(error) };
	return new UserError(REFUSED.test(code) ? 'postgres-refused' : 'postgres-unreachable', details, {
		cause: error,
	});
}

/** Host, port and database, without name and password. */
export function addressOf(url: string): string {
	const { hostname, port, pathname } = new URL(url);
	return `${hostname}:${port || 5432}${pathname}`;
}

import type { Redis, RedisOptions } from 'ioredis';
import { UserError } from '../errors.ts';
import type { Logger } from '../log.ts';

const SETTING = 'HANTEI_REDIS_URL';

/** BullMQ's own recommendation; Debian 12 and Ubuntu 24.04 have 7.0. */
const OLDEST_VERSION = [6, 2] as const;

const CONNECT_TIMEOUT_MS = 5_000;

/** Waits between attempts to reach a server that was there: they double, up to three seconds. */
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 3_000;

/** A Redis server that several processes share. */
export interface RedisServer {
	/** For ordinary commands. While the server is away they wait for it. */
	readonly client: Redis;
	/** Another connection, for what takes one for itself: subscriptions, blocking commands. Closed with the others. */
	connect(options?: RedisOptions): Redis;
	/** Ends all connections at once. */
	close(): void;
}

/**
 * Connects to the server of HANTEI_REDIS_URL, and stays connected: one that goes away is tried again for ever.
 * @param url `redis://[user:password@]host[:port][/database]`, `rediss://` for TLS
 * @throws {UserError} `package-missing`, `redis-unreachable`, `redis-refused`, `redis-too-old`
 */
export async function openRedis(url: string, logger: Pick<Logger, 'info' | 'warn'>): Promise<RedisServer> {
	const { Redis } = await loadClient();
	let hasConnected = false;
	let lastError: Error | undefined;
	const client = new Redis(url, {
		lazyConnect: true,
		connectTimeout: CONNECT_TIMEOUT_MS,
		// Workers wait for jobs by commands that block for as long as it takes.
		maxRetriesPerRequest: null,
		retryStrategy: (attempt) =>
			hasConnected ? Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS) : null,
	});
	client.on('error', (error: Error) => {
		lastError = error;
	});
	try {
		await client.connect();
		await requireVersion(client, addressOf(url));
	} catch (error) {
		client.disconnect();
		throw error instanceof UserError ? error : refusal(url, lastError ?? error);
	}
	hasConnected = true;
	tellOfLosses(client, addressOf(url), logger);

	const others = new Set<Redis>();
	return {
		client,
		connect(options) {
			const other = client.duplicate({ lazyConnect: false, ...options });
			// Told once for all, by the first.
			other.on('error', () => {});
			other.once('end', () => others.delete(other));
			others.add(other);
			return other;
		},
		close() {
			for (const one of [client, ...others]) one.disconnect();
		},
	};
}

async function loadClient(): Promise<Pick<typeof import('ioredis'), 'Redis'>> {
	try {
		return await import('ioredis');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
		throw new UserError('package-missing', { setting: SETTING, packages: ['ioredis', 'bullmq'] });
	}
}

async function requireVersion(client: Redis, address: string): Promise<void> {
	const version = /redis_version:(\d+)\.(\d+)\S*/.exec(await client.info('server'));
	const [found = '?', major = 0, minor = 0] = version ?? [];
	const [oldestMajor, oldestMinor] = OLDEST_VERSION;
	if (Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor)) return;
	throw new UserError('redis-too-old', {
		setting: SETTING,
		address,
		version: found.replace('redis_version:', ''),
		needed: OLDEST_VERSION.join('.'),
	});
}

function refusal(url: string, error: unknown): UserError {
	const reason = error instanceof Error ? error.message : String(error);
	const isAboutRights = /^(NOAUTH|WRONGPASS|NOPERM|ERR invalid password|ERR AUTH|ERR DB index)/.test(reason);
	const details = { setting: SETTING, address: addressOf(url), reason };
	return new UserError(isAboutRights ? 'redis-refused' : 'redis-unreachable', details, { cause: error });
}

/** Without the password. */
function addressOf(url: string): string {
	const { hostname, port } = new URL(url);
	return `${hostname}:${port || 6379}`;
}

/** One line when it goes, one when it is back, however often it is tried meanwhile. */
function tellOfLosses(client: Redis, address: string, logger: Pick<Logger, 'info' | 'warn'>): void {
	let isAway = false;
	client.on('reconnecting', () => {
		if (!isAway) logger.warn({ address }, 'Redis cannot be reached; trying again until it can');
		isAway = true;
	});
	client.on('ready', () => {
		if (isAway) logger.info({ address }, 'Redis is back');
		isAway = false;
	});
}

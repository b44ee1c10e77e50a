import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { RedisServer } from '../store/redis.ts';

const KEY = 'hantei:installation';

export const installationSchema = z.object({
	/** Of one Hantei, wherever its rows and files are moved. */
	id: z.string(),
	/** Where each of them is. */
	rows: z.string(),
	photos: z.string(),
	models: z.string(),
	/** The backbone that a setting names; '' where it is whichever was chosen. */
	backbone: z.string().default(''),
});

/** What all processes that share a Redis server must have in common. */
export type Installation = Readonly<z.infer<typeof installationSchema>>;

export type Shared = Exclude<keyof Installation, 'id'>;

const SHARED_PARTS: readonly Shared[] = ['rows', 'photos', 'models', 'backbone'];

/** A process that has rows and files. */
export interface Member {
	readonly process: string;
	readonly installation?: Installation;
}

export interface Claim {
	readonly mine: Installation;
	/** Those that are there. */
	readonly others: readonly Member[];
	/** Whether it may say that rows or files have moved, where nobody is left who has them elsewhere. */
	readonly mayMove: boolean;
	/** The settings that say what each is. */
	readonly settings: Readonly<Record<Shared, readonly string[]>>;
}

/**
 * Makes sure that work is handed in and taken by processes with the same rows and files alone.
 * @throws {UserError} `installation-differs`
 */
export async function claimInstallation(redis: RedisServer, claim: Claim): Promise<void> {
	const { mine, others, mayMove, settings } = claim;
	await keepInstallation(redis, mine);
	const known = installationSchema.parse(JSON.parse((await redis.client.get(KEY)) ?? JSON.stringify(mine)));
	const differing = SHARED_PARTS.filter((part) => known[part] !== mine[part]);
	if (known.id === mine.id && differing.length === 0) return;
	const elsewhere = others.filter(
		({ installation }) => installation && SHARED_PARTS.some((part) => installation[part] !== mine[part]),
	);
	if (known.id === mine.id && mayMove && elsewhere.length === 0) {
		await redis.client.set(KEY, JSON.stringify(mine));
		return;
	}
	throw new UserError('installation-differs', {
		redis: 'HANTEI_REDIS_URL',
		settings: [...new Set(differing.flatMap((part) => settings[part]))],
		processes: elsewhere.map(({ process }) => process),
	});
}

/** Whether it is known whose server it is. */
export async function isClaimed({ client }: RedisServer): Promise<boolean> {
	return (await client.exists(KEY)) === 1;
}

/** Says whose server it is, where it does not know: at first, or after it lost its data. */
export async function keepInstallation({ client }: RedisServer, mine: Installation): Promise<void> {
	await client.set(KEY, JSON.stringify(mine), 'NX');
}

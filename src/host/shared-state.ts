import type { Settings } from '../config.ts';
import { UserError } from '../errors.ts';

/** What processes that have different shards of one bot must have in common. */
export const SHARED = [
	'HANTEI_REDIS_URL',
	'HANTEI_DATABASE_URL',
	'HANTEI_STORAGE_URL',
] as const satisfies readonly (keyof Settings)[];

/**
 * Makes sure that a process with some of the bot's shards shares with those that have the others.
 * @throws {UserError} `shards-alone`
 */
export function requireSharedState(settings: Settings): void {
	const { HANTEI_SHARDS: shards } = settings;
	if (shards === 'auto') return;
	const { first, last, count } = shards;
	const shown = shownShards(settings) ?? '';
	const missing = SHARED.filter((setting) => settings[setting] === undefined);
	if (last - first + 1 === count || missing.length === 0) return;
	throw new UserError('shards-alone', { setting: 'HANTEI_SHARDS', shards: shown, missing });
}

/** Some of a bot's shards as they are set: `0-3/16`; undefined for all. */
export function shownShards({ HANTEI_SHARDS: shards }: Settings): string | undefined {
	if (shards === 'auto') return undefined;
	const { first, last, count } = shards;
	return first === last ? `${first}/${count}` : `${first}-${last}/${count}`;
}

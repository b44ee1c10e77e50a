import type { Snowflake } from 'discord-api-types/v10';
import type { Clock } from '../clock.ts';

/** Discord counts from the first second of 2015. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;
const TIMESTAMP_SHIFT = 22n;
const INCREMENTS = 4096;

/** Ids that grow with time, also while the clock stands still. */
export function createSnowflakes(clock: Clock): () => Snowflake {
	let lastMs = 0;
	let increment = 0;
	return () => {
		const now = clock.now();
		if (now > lastMs) {
			lastMs = now;
			increment = 0;
		} else if (++increment === INCREMENTS) {
			lastMs += 1;
			increment = 0;
		}
		return snowflakeAt(lastMs, increment);
	};
}

export function snowflakeAt(ms: number, increment = 0): Snowflake {
	return ((BigInt(ms - DISCORD_EPOCH_MS) << TIMESTAMP_SHIFT) | BigInt(increment)).toString();
}

/** Older first. Ids are decimal numbers of 64 bits: more digits is later, the same number compares as text. */
export function compareSnowflakes(left: Snowflake, right: Snowflake): number {
	if (left.length !== right.length) return left.length - right.length;
	if (left === right) return 0;
	return left < right ? -1 : 1;
}

/** As Discord writes times, with microseconds: `2026-11-26T13:37:00.662000+00:00`. */
export function isoTime(ms: number): string {
	return new Date(ms).toISOString().replace('Z', '000+00:00');
}

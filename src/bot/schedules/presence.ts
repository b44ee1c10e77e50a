import type { Departures } from '../../train/schedule/departures.ts';
import type { Schedules } from '../../train/schedule/schedules.ts';

/** What keeps track of the servers that the bot is in. */
export interface PresenceParts {
	readonly schedules: Pick<Schedules, 'classifiers' | 'remove'>;
	readonly departures?: Pick<Departures, 'guildLeft' | 'guildJoined' | 'guildsPresent'>;
}

/** A server took the bot out: nothing is trained for it any more, and in a month its data goes. */
export async function guildLeft(guildId: string, { schedules, departures }: PresenceParts): Promise<void> {
	await schedules.remove(guildId);
	await departures?.guildLeft(guildId);
}

/** After a login: the bot may have been taken out of servers, or back in, while it was not connected. */
export async function guildsPresent(
	guildIds: ReadonlySet<string>,
	{ schedules, departures }: PresenceParts,
): Promise<void> {
	for (const classifier of await schedules.classifiers()) {
		if (/^\d{17,20}$/.test(classifier) && !guildIds.has(classifier)) await schedules.remove(classifier);
	}
	await departures?.guildsPresent(guildIds);
}

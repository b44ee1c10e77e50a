import type { Departures } from '../train/schedule/departures.ts';
import type { Schedules } from '../train/schedule/schedules.ts';
import type { Contests } from './contests/contests.ts';
import type { Whereabouts } from './gateway/shards.ts';
import type { SettingsStore } from './settings/store.ts';

/** What keeps track of the servers that the bot is in. */
export interface PresenceParts {
	readonly settings: Pick<SettingsStore, 'guilds' | 'forget'>;
	readonly contests: Pick<Contests, 'places' | 'forget'>;
	readonly schedules: Pick<Schedules, 'classifiers' | 'remove'>;
	readonly departures: Pick<Departures, 'guildLeft' | 'guildJoined' | 'guildsPresent'>;
}

/** A server took the bot out: its settings go, nothing is trained for it any more, and in a month its data goes. */
export async function guildLeft(
	guildId: string,
	{ settings, contests, schedules, departures }: PresenceParts,
): Promise<void> {
	await settings.forget(guildId);
	await contests.forget(guildId);
	await schedules.remove(guildId);
	await departures.guildLeft(guildId);
}

/**
 * After a login: the bot may have been taken out of servers, or back in, while it was not connected.
 * @param of where it stands with a server; those of other processes are theirs to tell
 */
export async function guildsPresent(
	of: (guildId: string) => Whereabouts,
	{ settings, contests, schedules, departures }: PresenceParts,
): Promise<void> {
	for (const guildId of await settings.guilds()) {
		if (of(guildId) === 'absent') await settings.forget(guildId);
	}
	for (const place of await contests.places()) {
		if (isGuild(place) && of(place) === 'absent') await contests.forget(place);
	}
	for (const classifier of await schedules.classifiers()) {
		if (isGuild(classifier) && of(classifier) === 'absent') await schedules.remove(classifier);
	}
	await departures.guildsPresent(of);
}

function isGuild(classifier: string): boolean {
	return /^\d{17,20}$/.test(classifier);
}

import type { Departures } from '../train/schedule/departures.ts';
import type { Schedules } from '../train/schedule/schedules.ts';
import type { SettingsStore } from './settings/store.ts';

/** What keeps track of the servers that the bot is in. */
export interface PresenceParts {
	readonly settings: Pick<SettingsStore, 'guilds' | 'forget'>;
	readonly schedules: Pick<Schedules, 'classifiers' | 'remove'>;
	readonly departures: Pick<Departures, 'guildLeft' | 'guildJoined' | 'guildsPresent'>;
}

/** A server took the bot out: its settings go, nothing is trained for it any more, and in a month its data goes. */
export async function guildLeft(
	guildId: string,
	{ settings, schedules, departures }: PresenceParts,
): Promise<void> {
	await settings.forget(guildId);
	await schedules.remove(guildId);
	await departures.guildLeft(guildId);
}

/** After a login: the bot may have been taken out of servers, or back in, while it was not connected. */
export async function guildsPresent(
	guildIds: ReadonlySet<string>,
	{ settings, schedules, departures }: PresenceParts,
): Promise<void> {
	for (const guildId of await settings.guilds()) {
		if (!guildIds.has(guildId)) await settings.forget(guildId);
	}
	for (const classifier of await schedules.classifiers()) {
		if (/^\d{17,20}$/.test(classifier) && !guildIds.has(classifier)) await schedules.remove(classifier);
	}
	await departures.guildsPresent(guildIds);
}

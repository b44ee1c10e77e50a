import type { GuildBasedChannel } from 'discord.js';
import type { GuildSettings } from './settings.ts';

/** Where a channel hangs, and whether Discord restricts it by age. */
export interface ChannelPlace {
	/** The channel; of a thread, the thread and then its channel. */
	readonly ids: readonly string[];
	readonly categoryId: string | null;
	readonly ageRestricted: boolean;
}

/**
 * Whether photos of a channel are answered. The nearest setting wins: the thread's, its channel's, the category's,
 * the server's. An age-restricted channel is left alone unless it, or the thread, was turned on by name.
 */
export function isEnabled({ channels, everywhere }: GuildSettings, place: ChannelPlace): boolean {
	for (const id of place.ids) {
		if (channels[id] !== undefined) return channels[id];
	}
	if (place.ageRestricted) return false;
	return (place.categoryId === null ? undefined : channels[place.categoryId]) ?? everywhere;
}

export function placeOf(channel: GuildBasedChannel): ChannelPlace {
	const own = channel.isThread() ? channel.parent : channel;
	return {
		ids: own && own.id !== channel.id ? [channel.id, own.id] : [channel.id],
		categoryId: own?.parentId ?? null,
		ageRestricted: own !== null && 'nsfw' in own && own.nsfw,
	};
}

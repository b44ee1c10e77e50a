import type { Channel, Client, Snowflake } from 'discord.js';

/** A channel of any of the bot's servers, whichever process hears of it: calls to Discord know no shards. */
export async function fetchChannel(client: Client<true>, id: Snowflake): Promise<Channel | null> {
	const channel = await client.channels.fetch(id, { allowUnknownGuild: true });
	if (!channel || channel.isDMBased() || client.guilds.cache.has(channel.guildId)) return channel;
	const guild = await client.guilds.fetch({ guild: channel.guildId, cache: false });
	// What the bot may do there is reckoned from its own membership.
	await guild.members.fetchMe();
	return guild.channels.fetch(id, { cache: false });
}

import type { Snowflake } from 'discord-api-types/v10';
import type { Reference } from '../acts.ts';
import { Refusal } from '../refusal.ts';
import type { ChannelRecord, GuildRecord, InteractionRecord, MessageRecord, UserRecord } from './state.ts';
import type { World } from './world.ts';

/** For people's acts and the controls, whose mistakes are the caller's bugs; REST has its own codes for them. */
export function idOf(reference: Reference): Snowflake {
	return typeof reference === 'string' ? reference : reference.id;
}

function known<Value>(what: string, records: ReadonlyMap<Snowflake, Value>, reference: Reference): Value {
	const id = idOf(reference);
	const value = records.get(id);
	if (value === undefined) throw new Refusal(`there is no ${what} ${id}`);
	return value;
}

export function userAt(world: World, reference: Reference): UserRecord {
	return known('user', world.state.users, reference);
}

export function guildAt(world: World, reference: Reference): GuildRecord {
	return known('guild', world.state.guilds, reference);
}

export function channelAt(world: World, reference: Reference): ChannelRecord {
	return known('channel', world.state.channels, reference);
}

export function messageAt(world: World, reference: Reference): MessageRecord {
	return known('message', world.state.messages, reference);
}

export function interactionAt(world: World, reference: Reference): InteractionRecord {
	return known('interaction', world.state.interactions, reference);
}

/** A role's guild: role ids are unique, and the role of everyone has the guild's own. */
export function guildOfRole(world: World, reference: Reference): GuildRecord {
	const id = idOf(reference);
	for (const guild of world.state.guilds.values()) {
		if (guild.roles.has(id)) return guild;
	}
	throw new Refusal(`there is no role ${id}`);
}

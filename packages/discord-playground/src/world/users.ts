import type { Snowflake } from 'discord-api-types/v10';
import type { NewUser } from './changes.ts';
import type { UserRecord } from './state.ts';
import type { World } from './world.ts';

export function addUser(world: World, user: NewUser): UserRecord {
	const record: UserRecord = {
		id: world.nextId(),
		username: user.username,
		globalName: user.globalName ?? null,
		bot: user.bot ?? false,
		locale: user.locale ?? 'en-US',
		installed: user.installed ?? false,
	};
	world.state.users.set(record.id, record);
	world.events.emit('user', record);
	return record;
}

/** Whether the two share a guild: who does may write to each other. */
export function shareGuild(world: World, left: Snowflake, right: Snowflake): boolean {
	return [...world.state.guilds.values()].some(({ members }) => members.has(left) && members.has(right));
}

import {
	type APIUser,
	type APIWebhook,
	type Snowflake,
	type UserFlags,
	WebhookType,
} from 'discord-api-types/v10';
import type { UserRecord, WebhookRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** What is the same of everyone here. */
const NOBODY_IN_PARTICULAR = {
	avatar: null,
	flags: 0 as UserFlags,
	public_flags: 0 as UserFlags,
	primary_guild: null,
};

export function presentUser({ id, username, globalName, bot }: UserRecord): APIUser {
	// Bots still have a discriminator; people have it no more.
	const discriminator = bot ? '0001' : '0';
	return { ...NOBODY_IN_PARTICULAR, id, username, discriminator, global_name: globalName, bot };
}

export function presentUserId(world: World, id: Snowflake): APIUser {
	const user = world.state.users.get(id);
	if (user) return presentUser(user);
	const webhook = world.state.webhooks.get(id);
	return {
		...NOBODY_IN_PARTICULAR,
		id,
		username: webhook?.name ?? 'Deleted User',
		discriminator: '0000',
		global_name: null,
		bot: webhook !== undefined,
	};
}

export function presentWebhook(world: World, webhook: WebhookRecord): APIWebhook {
	return {
		id: webhook.id,
		type: WebhookType.Incoming,
		guild_id: webhook.guildId,
		channel_id: webhook.channelId,
		name: webhook.name,
		avatar: null,
		application_id: webhook.creatorId === world.botId ? world.applicationId : null,
		user: presentUserId(world, webhook.creatorId),
		token: webhook.token,
	};
}

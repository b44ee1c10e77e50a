import type { APIUser, APIWebhook, Snowflake, UserFlags } from 'discord-api-types/v10';
import { WebhookType } from 'discord-api-types/v10';
import type { UserSnapshot } from '../world/controls.ts';
import type { UserRecord, WebhookRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

export function presentUser(user: UserRecord): APIUser {
	return {
		id: user.id,
		username: user.username,
		// Bots still have one of these; people have it no more.
		discriminator: user.bot ? '0001' : '0',
		global_name: user.globalName,
		avatar: null,
		bot: user.bot,
		flags: 0 as UserFlags,
		public_flags: 0 as UserFlags,
		primary_guild: null,
	};
}

export function presentUserId(world: World, id: Snowflake): APIUser {
	const user = world.state.users.get(id);
	if (user) return presentUser(user);
	const webhook = world.state.webhooks.get(id);
	return {
		id,
		username: webhook?.name ?? 'Deleted User',
		discriminator: '0000',
		global_name: null,
		avatar: null,
		bot: webhook !== undefined,
		flags: 0 as UserFlags,
		public_flags: 0 as UserFlags,
		primary_guild: null,
	};
}

export function presentUserSnapshot(user: UserRecord): UserSnapshot {
	return { ...presentUser(user), locale: user.locale, installed: user.installed };
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

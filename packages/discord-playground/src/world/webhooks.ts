import type { Snowflake } from 'discord-api-types/v10';
import { Refusal } from '../refusal.ts';
import { randomToken } from './random.ts';
import type { ChannelRecord, WebhookRecord } from './state.ts';
import type { World } from './world.ts';

export function addWebhook(
	world: World,
	channel: ChannelRecord,
	name: string,
	creatorId: Snowflake,
): WebhookRecord {
	if (channel.guildId === null) throw new Refusal('a direct message has no webhooks');
	const record: WebhookRecord = {
		id: world.nextId(),
		token: randomToken(68),
		channelId: channel.id,
		guildId: channel.guildId,
		name,
		creatorId,
	};
	world.state.webhooks.set(record.id, record);
	return record;
}

import { Refusal } from '../refusal.ts';
import { guildOf } from './access.ts';
import { randomToken } from './random.ts';
import type { ChannelRecord, WebhookRecord } from './state.ts';
import type { World } from './world.ts';

/** As the guild's owner would make it. */
export function addWebhook(world: World, channel: ChannelRecord, name: string): WebhookRecord {
	const guild = guildOf(world, channel);
	if (guild === null) throw new Refusal('a direct message has no webhooks');
	const record: WebhookRecord = {
		id: world.nextId(),
		token: randomToken(68),
		channelId: channel.id,
		guildId: guild.id,
		name,
		creatorId: guild.ownerId,
	};
	world.state.webhooks.set(record.id, record);
	return record;
}

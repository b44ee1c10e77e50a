import {
	type APIBaseInteraction,
	ApplicationIntegrationType,
	InteractionContextType,
	type InteractionType,
	PermissionFlagsBits,
	type Snowflake,
} from 'discord-api-types/v10';
import { channelPermissions, guildOf } from './access.ts';
import { isDm } from './permissions.ts';
import { randomToken } from './random.ts';
import type { ChannelRecord, InteractionRecord, MessageRecord, UserRecord } from './state.ts';
import type { World } from './world.ts';

/** How long the bot has for its first answer. */
export const ACKNOWLEDGE_WITHIN_MS = 3_000;
/** How long it can go on answering. */
export const TOKEN_LIFETIME_MS = 15 * 60_000;

export interface InteractionDraft {
	readonly type: InteractionType;
	readonly name: string;
	readonly user: UserRecord;
	readonly channel: ChannelRecord;
	readonly owners: InteractionRecord['owners'];
	readonly message?: MessageRecord | null;
	readonly targetId?: Snowflake | null;
	readonly parentId?: Snowflake | null;
}

/** Makes the record; `sendInteraction` lets the bot know. */
export function addInteraction(world: World, draft: InteractionDraft): InteractionRecord {
	const record: InteractionRecord = {
		id: world.nextId(),
		token: randomToken(120),
		type: draft.type,
		name: draft.name,
		userId: draft.user.id,
		channelId: draft.channel.id,
		guildId: draft.channel.guildId,
		context: contextOf(world, draft.channel),
		owners: draft.owners,
		messageId: draft.message?.id ?? null,
		targetId: draft.targetId ?? null,
		parentId: draft.parentId ?? null,
		createdAt: world.clock.now(),
		forcedEphemeral: isForcedEphemeral(world, draft),
		state: 'waiting',
		acknowledgedAt: null,
		ephemeral: false,
		responseId: null,
		followUpIds: [],
		modal: null,
		choices: null,
	};
	world.state.interactions.set(record.id, record);
	world.interactionsByToken.set(record.token, record);
	return record;
}

/** Sends it to the bot and starts the bot's three seconds. */
export function sendInteraction(
	world: World,
	interaction: InteractionRecord,
	payload: APIBaseInteraction<InteractionType, object>,
): void {
	world.events.emit('interactionCreate', interaction, payload);
	world.clock.schedule(() => {
		if (interaction.acknowledgedAt === null) changeInteraction(world, interaction, { state: 'failed' });
	}, ACKNOWLEDGE_WITHIN_MS);
}

export function changeInteraction(
	world: World,
	interaction: InteractionRecord,
	change: Partial<Omit<InteractionRecord, 'id' | 'token'>>,
): void {
	Object.assign(interaction, change);
	world.events.emit('interactionUpdate', interaction);
}

export function isTokenValid(world: World, interaction: InteractionRecord): boolean {
	return world.clock.now() - interaction.createdAt < TOKEN_LIFETIME_MS;
}

export function contextOf(world: World, channel: ChannelRecord): InteractionContextType {
	if (!isDm(channel)) return InteractionContextType.Guild;
	const withBot = channel.recipientIds.length === 2 && channel.recipientIds.includes(world.botId);
	return withBot ? InteractionContextType.BotDM : InteractionContextType.PrivateChannel;
}

/** In a server that does not know the app, who may not use external apps is answered for their eyes only. */
function isForcedEphemeral(world: World, { user, channel, owners }: InteractionDraft): boolean {
	if (guildOf(world, channel) === null || owners[ApplicationIntegrationType.GuildInstall] !== undefined)
		return false;
	return (channelPermissions(world, user.id, channel) & PermissionFlagsBits.UseExternalApps) === 0n;
}

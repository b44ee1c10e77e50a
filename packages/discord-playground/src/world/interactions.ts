import {
	ApplicationIntegrationType,
	InteractionContextType,
	type InteractionType,
	PermissionFlagsBits,
	type Snowflake,
} from 'discord-api-types/v10';
import { presentInteraction } from '../present/interaction.ts';
import { channelPermissions, guildOf } from './access.ts';
import { isDm } from './permissions.ts';
import { randomToken } from './random.ts';
import type { ChannelRecord, InteractionRecord, UserRecord } from './state.ts';
import type { World } from './world.ts';

/** How long the bot has for its first answer. */
export const ACKNOWLEDGE_WITHIN_MS = 3_000;
/** How long it can go on answering. */
export const TOKEN_LIFETIME_MS = 15 * 60_000;

interface InteractionDraft {
	readonly type: InteractionType;
	readonly name: string;
	readonly user: UserRecord;
	readonly channel: ChannelRecord;
	readonly owners: InteractionRecord['owners'];
	readonly messageId?: Snowflake | null;
	readonly targetId?: Snowflake | null;
	readonly parentId?: Snowflake | null;
}

/** Sends an interaction to the bot, and starts the bot's three seconds. */
export function startInteraction(world: World, draft: InteractionDraft, data: object): InteractionRecord {
	const { type, name, user, channel, owners } = draft;
	const interaction: InteractionRecord = {
		...{ type, name, owners },
		id: world.nextId(),
		token: randomToken(120),
		userId: user.id,
		channelId: channel.id,
		guildId: channel.guildId,
		context: contextOf(world, channel),
		messageId: draft.messageId ?? null,
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
	world.state.interactions.set(interaction.id, interaction);
	world.interactionsByToken.set(interaction.token, interaction);
	world.events.emit('interactionCreate', interaction, presentInteraction(world, interaction, data));
	world.clock.schedule(() => {
		if (interaction.acknowledgedAt === null) changeInteraction(world, interaction, { state: 'failed' });
	}, ACKNOWLEDGE_WITHIN_MS);
	return interaction;
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

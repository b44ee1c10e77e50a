import {
	type APIBaseInteraction,
	InteractionContextType,
	type InteractionType,
	type Locale,
	PermissionFlagsBits,
} from 'discord-api-types/v10';
import { channelPermissions, guildOf } from '../world/access.ts';
import { channelAt, userAt } from '../world/lookup.ts';
import { DM_APP_PERMISSIONS } from '../world/permissions.ts';
import type { ChannelRecord, InteractionRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { presentChannel } from './channel.ts';
import { presentMember } from './guild.ts';
import { OMNISCIENT, presentMessage } from './message.ts';
import { presentUser } from './user.ts';

/** What people without Nitro may upload. */
const ATTACHMENT_SIZE_LIMIT = 10 * 1024 * 1024;

/** The payload of INTERACTION_CREATE around its data. */
export function presentInteraction<Data extends object>(
	world: World,
	interaction: InteractionRecord,
	data: Data,
): APIBaseInteraction<InteractionType, Data> {
	const user = userAt(world, interaction.userId);
	const channel = channelAt(world, interaction.channelId);
	const guild = guildOf(world, channel);
	const member = guild?.members.get(user.id);
	const message = world.state.messages.get(interaction.messageId ?? '');
	return {
		id: interaction.id,
		application_id: world.applicationId,
		type: interaction.type,
		token: interaction.token,
		version: 1,
		data,
		...(guild && member
			? {
					guild_id: guild.id,
					guild: { id: guild.id, locale: guild.preferredLocale as Locale, features: [] },
					guild_locale: guild.preferredLocale as Locale,
					member: {
						...presentMember(world, member),
						permissions: channelPermissions(world, user.id, channel).toString(),
					},
				}
			: { user: presentUser(user) }),
		channel_id: channel.id,
		channel: presentChannel(world, channel, world.botId),
		...(message ? { message: presentMessage(world, message, OMNISCIENT) } : {}),
		app_permissions: appPermissions(world, interaction, channel).toString(),
		locale: user.locale as Locale,
		entitlements: [],
		authorizing_integration_owners: interaction.owners,
		context: interaction.context,
		attachment_size_limit: ATTACHMENT_SIZE_LIMIT,
	};
}

function appPermissions(world: World, interaction: InteractionRecord, channel: ChannelRecord): bigint {
	const guild = guildOf(world, channel);
	if (guild?.members.has(world.botId)) return channelPermissions(world, world.botId, channel);
	if (guild) return DM_APP_PERMISSIONS & channelPermissions(world, interaction.userId, channel);
	return interaction.context === InteractionContextType.BotDM
		? DM_APP_PERMISSIONS | PermissionFlagsBits.UseExternalEmojis
		: DM_APP_PERMISSIONS;
}

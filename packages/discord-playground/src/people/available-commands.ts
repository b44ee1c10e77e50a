import {
	type APIApplicationCommand,
	ApplicationIntegrationType,
	InteractionContextType,
	PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { channelPermissions, guildOf, ruling, sees } from '../world/access.ts';
import { contextOf } from '../world/interactions.ts';
import type { ChannelRecord, InteractionRecord, UserRecord } from '../world/state.ts';
import { shareGuild } from '../world/users.ts';
import type { World } from '../world/world.ts';

/** The commands that Discord's client would offer this user in this channel. */
export function availableCommands(
	world: World,
	user: UserRecord,
	channel: ChannelRecord,
): APIApplicationCommand[] {
	if (user.bot || !sees(world, user.id, channel)) return [];
	return [...world.state.commands.values()].filter((command) => isAvailable(world, command, user, channel));
}

function isAvailable(
	world: World,
	command: APIApplicationCommand,
	user: UserRecord,
	channel: ChannelRecord,
): boolean {
	if (Object.keys(commandOwners(world, command, user, channel)).length === 0) return false;
	const context = contextOf(world, channel);
	const contexts = command.contexts ?? null;
	if (command.guild_id === undefined && contexts !== null && !contexts.includes(context)) return false;
	const guild = guildOf(world, channel);
	if (guild === null) return true;
	if (command.nsfw === true && !ruling(world, channel).nsfw) return false;
	const permissions = channelPermissions(world, user.id, channel);
	if ((permissions & P.UseApplicationCommands) === 0n) return false;
	return hasDefaultPermissions(command, permissions);
}

/** `0` is for administrators only; computed permissions of theirs have every bit set. */
function hasDefaultPermissions(command: APIApplicationCommand, permissions: bigint): boolean {
	const { default_member_permissions: needed } = command;
	if (needed === null || needed === undefined) return true;
	if (needed === '0') return (permissions & P.Administrator) !== 0n;
	return (permissions & BigInt(needed)) === BigInt(needed);
}

/** By which installations of the app the user may call the command there; empty when by none. */
export function commandOwners(
	world: World,
	command: APIApplicationCommand,
	user: UserRecord,
	channel: ChannelRecord,
): InteractionRecord['owners'] {
	const guild = guildOf(world, channel);
	const inGuild = guild?.members.has(world.botId) ?? false;
	if (command.guild_id !== undefined) {
		return inGuild && command.guild_id === guild?.id
			? { [ApplicationIntegrationType.GuildInstall]: guild.id }
			: {};
	}
	const types = command.integration_types ?? [ApplicationIntegrationType.GuildInstall];
	const owners: InteractionRecord['owners'] = {};
	if (types.includes(ApplicationIntegrationType.GuildInstall)) {
		if (guild && inGuild) owners[ApplicationIntegrationType.GuildInstall] = guild.id;
		const inBotDm = contextOf(world, channel) === InteractionContextType.BotDM;
		if (inBotDm && shareGuild(world, user.id, world.botId))
			owners[ApplicationIntegrationType.GuildInstall] = '0';
	}
	if (types.includes(ApplicationIntegrationType.UserInstall) && user.installed) {
		owners[ApplicationIntegrationType.UserInstall] = user.id;
	}
	return owners;
}

import {
	type APIApplicationCommand,
	ApplicationCommandType,
	InteractionType,
	PermissionFlagsBits,
} from 'discord-api-types/v10';
import type { AutocompleteCall, CommandCall, MessageCommandCall, UserCommandCall } from '../acts.ts';
import { presentInteraction } from '../present/interaction.ts';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { Refusal } from '../refusal.ts';
import { may } from '../world/access.ts';
import { addInteraction, sendInteraction } from '../world/interactions.ts';
import { channelAt, messageAt, userAt } from '../world/lookup.ts';
import type { ChannelRecord, InteractionRecord, UserRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { availableCommands, commandOwners } from './available-commands.ts';
import { commandInput, type Focus } from './command-input.ts';
import { Resolved } from './resolved.ts';

export function invokeCommand(world: World, call: CommandCall): InteractionRecord {
	return chatInput(world, call, null);
}

export function autocomplete(world: World, call: AutocompleteCall): InteractionRecord {
	return chatInput(world, call, { option: call.focused, typed: call.typed });
}

function chatInput(world: World, call: CommandCall, focus: Focus | null): InteractionRecord {
	const user = userAt(world, call.user);
	const channel = channelAt(world, call.channel);
	const command = findCommand(world, user, channel, ApplicationCommandType.ChatInput, call.command);
	const resolved = new Resolved(world, channel, user.id);
	const options = commandInput(command.options ?? [], call, resolved, focus);
	const interaction = addInteraction(world, {
		type:
			focus === null ? InteractionType.ApplicationCommand : InteractionType.ApplicationCommandAutocomplete,
		name: [command.name, call.group, call.subcommand].filter((part) => part !== undefined).join(' '),
		user,
		channel,
		owners: commandOwners(world, command, user, channel),
	});
	const data = { ...identity(command), options, ...resolved.toData() };
	sendInteraction(world, interaction, presentInteraction(world, interaction, data));
	return interaction;
}

export function messageCommand(world: World, call: MessageCommandCall): InteractionRecord {
	const user = userAt(world, call.user);
	const message = messageAt(world, call.message);
	const channel = channelAt(world, message.channelId);
	if (message.visibleTo !== null && message.visibleTo !== user.id)
		throw new Refusal('the message is not theirs to see');
	if (!may(world, user.id, channel, PermissionFlagsBits.ReadMessageHistory)) {
		throw new Refusal(`${user.id} cannot read the message`);
	}
	const command = findCommand(world, user, channel, ApplicationCommandType.Message, call.command);
	const interaction = addInteraction(world, {
		type: InteractionType.ApplicationCommand,
		name: command.name,
		user,
		channel,
		owners: commandOwners(world, command, user, channel),
		targetId: message.id,
	});
	const data = {
		...identity(command),
		target_id: message.id,
		resolved: { messages: { [message.id]: presentMessage(world, message, OMNISCIENT) } },
	};
	sendInteraction(world, interaction, presentInteraction(world, interaction, data));
	return interaction;
}

export function userCommand(world: World, call: UserCommandCall): InteractionRecord {
	const user = userAt(world, call.user);
	const channel = channelAt(world, call.channel);
	const command = findCommand(world, user, channel, ApplicationCommandType.User, call.command);
	const resolved = new Resolved(world, channel, user.id);
	const targetId = resolved.user(userAt(world, call.target).id);
	const interaction = addInteraction(world, {
		type: InteractionType.ApplicationCommand,
		name: command.name,
		user,
		channel,
		owners: commandOwners(world, command, user, channel),
		targetId,
	});
	const data = { ...identity(command), target_id: targetId, ...resolved.toData() };
	sendInteraction(world, interaction, presentInteraction(world, interaction, data));
	return interaction;
}

function identity(command: APIApplicationCommand) {
	return {
		id: command.id,
		name: command.name,
		type: command.type,
		...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
	};
}

/** A guild's own command goes before a global one of the same name. */
function findCommand(
	world: World,
	user: UserRecord,
	channel: ChannelRecord,
	type: ApplicationCommandType,
	name: string,
): APIApplicationCommand {
	const found = availableCommands(world, user, channel)
		.filter((command) => command.type === type && command.name === name)
		.sort((left, right) => Number(right.guild_id !== undefined) - Number(left.guild_id !== undefined))[0];
	if (!found) throw new Refusal(`${user.username} is not offered a command ${name} in ${channel.id}`);
	return found;
}

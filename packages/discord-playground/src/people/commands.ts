import {
	type APIApplicationCommand,
	ApplicationCommandType,
	InteractionType,
	PermissionFlagsBits,
} from 'discord-api-types/v10';
import type {
	AutocompleteCall,
	CommandCall,
	MessageCommandCall,
	Reference,
	UserCommandCall,
} from '../acts.ts';
import { OMNISCIENT, presentMessage } from '../present/message.ts';
import { Refusal } from '../refusal.ts';
import { may } from '../world/access.ts';
import { startInteraction } from '../world/interactions.ts';
import { channelAt, messageAt, userAt } from '../world/lookup.ts';
import type { InteractionRecord } from '../world/state.ts';
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
	const { command, resolved, ...offer } = offered(world, call, ApplicationCommandType.ChatInput);
	const options = commandInput(command.options ?? [], call, resolved, focus);
	const name = [command.name, call.group, call.subcommand].filter((part) => part !== undefined).join(' ');
	const type =
		focus === null ? InteractionType.ApplicationCommand : InteractionType.ApplicationCommandAutocomplete;
	const data = { ...identity(command), options, ...resolved.toData() };
	return startInteraction(world, { ...offer, type, name }, data);
}

export function messageCommand(world: World, call: MessageCommandCall): InteractionRecord {
	const message = messageAt(world, call.message);
	const place = { ...call, channel: message.channelId };
	const { command, resolved, ...offer } = offered(world, place, ApplicationCommandType.Message);
	if (message.visibleTo !== null && message.visibleTo !== offer.user.id)
		throw new Refusal('the message is not theirs to see');
	if (!may(world, offer.user.id, offer.channel, PermissionFlagsBits.ReadMessageHistory)) {
		throw new Refusal(`${offer.user.id} cannot read the message`);
	}
	const shown = { [message.id]: presentMessage(world, message, OMNISCIENT) };
	const data = { ...identity(command), target_id: message.id, resolved: { messages: shown } };
	return startInteraction(world, { ...offer, targetId: message.id }, data);
}

export function userCommand(world: World, call: UserCommandCall): InteractionRecord {
	const { command, resolved, ...offer } = offered(world, call, ApplicationCommandType.User);
	const targetId = resolved.user(userAt(world, call.target).id);
	const data = { ...identity(command), target_id: targetId, ...resolved.toData() };
	return startInteraction(world, { ...offer, targetId }, data);
}

function identity({ id, name, type, guild_id }: APIApplicationCommand) {
	return { id, name, type, ...(guild_id === undefined ? {} : { guild_id }) };
}

interface Call {
	readonly user: Reference;
	readonly channel: Reference;
	readonly command: string;
}

/** A guild's own command goes before a global one of the same name. */
function offered(world: World, call: Call, kind: ApplicationCommandType) {
	const [user, channel] = [userAt(world, call.user), channelAt(world, call.channel)];
	const [command] = availableCommands(world, user, channel)
		.filter(({ type, name }) => type === kind && name === call.command)
		.sort((left, right) => Number(right.guild_id !== undefined) - Number(left.guild_id !== undefined));
	if (!command)
		throw new Refusal(`${user.username} is not offered a command ${call.command} in ${channel.id}`);
	return {
		...{ command, user, channel },
		type: InteractionType.ApplicationCommand,
		name: command.name,
		owners: commandOwners(world, command, user, channel),
		resolved: new Resolved(world, channel, user.id),
	};
}

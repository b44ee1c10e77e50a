import type {
	AutocompleteInteraction,
	ChatInputCommandInteraction,
	MessageComponentInteraction,
	MessageContextMenuCommandInteraction,
	ModalSubmitInteraction,
} from 'discord.js';
import type {
	RESTPostAPIChatInputApplicationCommandsJSONBody,
	RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { CommandContext } from './context.ts';

/** Data written as constants, whose arrays are read-only. */
export type ConstantOf<Data> = Data extends object
	? { readonly [Key in keyof Data]: ConstantOf<Data[Key]> }
	: Data;

export type ChatInputData = ConstantOf<RESTPostAPIChatInputApplicationCommandsJSONBody>;
export type MessageCommandData = ConstantOf<RESTPostAPIContextMenuApplicationCommandsJSONBody>;

/** A button or menu, found by the name in its custom id; it works as long as its message is there. */
export interface Component {
	readonly name: string;
	/** Of the state in the custom id; components of other versions are answered as outdated. */
	readonly version: number;
	execute(interaction: MessageComponentInteraction, state: string, context: CommandContext): Promise<void>;
}

/** A form that a command or component showed, found by the name in its custom id. */
export interface Modal {
	readonly name: string;
	/** As of a component. */
	readonly version: number;
	execute(interaction: ModalSubmitInteraction, state: string, context: CommandContext): Promise<void>;
}

/**
 * A slash command. What it throws is told to the member: a `UserError` in its own words, anything else as a bug.
 * Discord waits three seconds for the first answer, so what may take longer defers first.
 */
export interface ChatInputCommand {
	readonly data: ChatInputData;
	execute(interaction: ChatInputCommandInteraction, context: CommandContext): Promise<void>;
	autocomplete?(interaction: AutocompleteInteraction, context: CommandContext): Promise<void>;
	readonly components?: readonly Component[];
	readonly modals?: readonly Modal[];
}

/** A command in the menu of a message. */
export interface MessageCommand {
	readonly data: MessageCommandData;
	execute(interaction: MessageContextMenuCommandInteraction, context: CommandContext): Promise<void>;
	readonly components?: readonly Component[];
}

export type Command = ChatInputCommand | MessageCommand;

import type { APIMessage, Snowflake } from 'discord-api-types/v10';

/** Something by its id, or by any object that carries its id. */
export type Reference = Snowflake | { readonly id: Snowflake };

/** A file as a person picks it on their device. */
export interface Upload {
	readonly name: string;
	readonly bytes: Uint8Array;
	/** Guessed from the name when left out, as Discord's clients do; never from the bytes. */
	readonly contentType?: string;
	readonly spoiler?: boolean;
	readonly description?: string;
}

export interface Post {
	readonly channel: Reference;
	/** A user, another bot or a webhook. */
	readonly author: Reference;
	readonly content?: string;
	readonly attachments?: readonly Upload[];
	/** A message of the same channel; its author is mentioned unless `ping` is false. */
	readonly replyTo?: Reference;
	readonly ping?: boolean;
	/** A message of any channel the author can read. */
	readonly forwardOf?: Reference;
	readonly stickers?: readonly Reference[];
	/** What Discord adds for links in the content, or what a bot or webhook sends. */
	readonly embeds?: APIMessage['embeds'];
}

export interface PostEdit {
	readonly content?: string;
	readonly embeds?: APIMessage['embeds'];
	/** Attachments to keep, by id; all when left out. */
	readonly keepAttachments?: readonly Reference[];
}

export type OptionValue = string | number | boolean | Upload | Reference;

export interface CommandCall {
	readonly user: Reference;
	readonly channel: Reference;
	/** The name of a registered chat-input command, not localised, without the slash. */
	readonly command: string;
	readonly group?: string;
	readonly subcommand?: string;
	/** By option name; users, roles and channels by reference, attachments as uploads. */
	readonly options?: Readonly<Record<string, OptionValue>>;
}

export interface AutocompleteCall extends CommandCall {
	/** The option being typed, and what was typed so far. */
	readonly focused: string;
	readonly typed: string;
}

export interface MessageCommandCall {
	readonly user: Reference;
	readonly message: Reference;
	readonly command: string;
}

export interface UserCommandCall {
	readonly user: Reference;
	readonly channel: Reference;
	readonly target: Reference;
	readonly command: string;
}

export interface ButtonClick {
	readonly user: Reference;
	readonly message: Reference;
	readonly customId: string;
}

export interface SelectChoice extends ButtonClick {
	/** Option values of a string select; ids of users, roles or channels of the others. */
	readonly values: readonly string[];
}

export interface ModalSubmission {
	/** The interaction that was answered with the modal. */
	readonly interaction: Reference;
	/** By custom id: text, chosen values, a checkbox, uploaded files. Text inputs left out keep their preset value. */
	readonly values: Readonly<Record<string, string | boolean | readonly string[] | readonly Upload[]>>;
}

import type {
	APIApplicationCommand,
	APIApplicationCommandOptionChoice,
	APIMessage,
	APIModalInteractionResponseCallbackData,
	APIUser,
	InteractionType,
	Snowflake,
} from 'discord-api-types/v10';
import type { Clock } from './clock.ts';
import type { PlaygroundEvents } from './events.ts';
import type { Faults } from './faults/faults.ts';
import type { GatewayControls } from './gateway/controls.ts';
import type { RestCall } from './rest/call-log.ts';
import type { WorldControls, WorldSnapshot } from './world/controls.ts';
import type { DemoWorld } from './world/demo-world.ts';

export interface PlaygroundOptions {
	/** Loopback by default; the playground has no accounts and must not be reachable from elsewhere. */
	readonly host?: string;
	/** 0, the default, takes a free one. */
	readonly port?: number;
	/** The bot's token; a made-up one of the right form by default. */
	readonly token?: string;
	readonly clock?: Clock;
	/** Everything random (interaction tokens, fault probabilities) follows from it. */
	readonly seed?: number;
	/**
	 * `documented` enforces the limits Discord announces in its headers (5 messages in 5 seconds and channel, 50
	 * requests a second in all); `off`, the default, announces them and never enforces them.
	 */
	readonly rateLimits?: 'documented' | 'off';
	/** The switches of the developer portal; all on by default. A session asking for more is closed with 4014. */
	readonly privilegedIntents?: Partial<PrivilegedIntents>;
	readonly heartbeatIntervalMs?: number;
	/** How long a signed attachment address works; 24 hours by default, as on Discord. */
	readonly attachmentLifetimeMs?: number;
	/** REST calls kept in `calls`; 10,000 by default, older ones are forgotten. */
	readonly callsKept?: number;
}

export interface PrivilegedIntents {
	readonly messageContent: boolean;
	readonly guildMembers: boolean;
	readonly guildPresences: boolean;
}

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

/**
 * How far an interaction has come, as its user sees it: `waiting` for the first answer; `deferred` ("thinking…", or a
 * component acknowledged silently); `responded` with a message or an edit of the component's message; `modal` shown;
 * `suggested` choices; `failed` ("The application did not respond").
 */
export type InteractionState = 'waiting' | 'deferred' | 'responded' | 'modal' | 'suggested' | 'failed';

/** One press, command or submission of a user, live: its fields follow what the bot does. */
export interface PlaygroundInteraction {
	readonly id: Snowflake;
	readonly token: string;
	readonly type: InteractionType;
	readonly user: APIUser;
	readonly channelId: Snowflake;
	/** `classify` or `settings threshold` for commands, the custom id for components and modals. */
	readonly name: string;
	readonly state: InteractionState;
	/** By the playground's clock, from creation to the first answer; null until then. */
	readonly acknowledgedAfterMs: number | null;
	/** Whether the response is only for the user. */
	readonly ephemeral: boolean;
	/** The answer as it stands now, later edits included; for `deferred` the loading message. Null when there is none. */
	readonly response: APIMessage | null;
	readonly followUps: readonly APIMessage[];
	readonly modal: APIModalInteractionResponseCallbackData | null;
	readonly choices: readonly APIApplicationCommandOptionChoice[] | null;
	/** The first answer of whatever kind. Like all promises here it rejects with an InteractionFailed when the bot is too late. */
	readonly acknowledged: Promise<void>;
	/** The first visible answer: a message, or a deferred one once it is edited, or the component's message after its edit. */
	readonly responded: Promise<APIMessage>;
	readonly modalShown: Promise<APIModalInteractionResponseCallbackData>;
	readonly suggested: Promise<readonly APIApplicationCommandOptionChoice[]>;
	/** A message of the bot that follows the response; counted from 0. */
	followUp(index?: number): Promise<APIMessage>;
	toJSON(): InteractionSnapshot;
}

/** An interaction as plain data, for the page. */
export type InteractionSnapshot = Pick<
	PlaygroundInteraction,
	| 'id'
	| 'type'
	| 'user'
	| 'channelId'
	| 'name'
	| 'state'
	| 'acknowledgedAfterMs'
	| 'ephemeral'
	| 'response'
	| 'followUps'
	| 'modal'
	| 'choices'
>;

/**
 * A running stand-in for Discord. All messages, users, channels in and out have Discord's own shapes. What a person's
 * client or Discord itself would not let them do (post where they may not, call a command that is hidden from them)
 * throws a `Refusal`; what the bot does wrong it learns from REST errors and gateway close codes, as on Discord.
 */
export interface Playground {
	/** Where it listens, `http://127.0.0.1:PORT`; the chat page's address. */
	readonly url: string;
	/** For `new Client({ rest: { api } })`. */
	readonly apiUrl: string;
	readonly token: string;
	readonly applicationId: Snowflake;
	readonly bot: APIUser;
	readonly clock: Clock;

	/** Ids of the world it starts with. */
	readonly demo: DemoWorld;
	readonly world: WorldControls;
	/** Everything there is, as plain data. */
	snapshot(): WorldSnapshot;

	/** Oldest first, including ephemeral ones (`flags & 64`, for `interaction_metadata.user` only). */
	messages(channel: Reference): APIMessage[];
	message(message: Reference): APIMessage | undefined;
	postMessage(post: Post): APIMessage;
	editMessage(message: Reference, edit: PostEdit): APIMessage;
	deleteMessage(message: Reference): void;
	/** An emoji is a character, or `name:id`. */
	react(user: Reference, message: Reference, emoji: string): void;
	unreact(user: Reference, message: Reference, emoji: string): void;
	startTyping(user: Reference, channel: Reference): void;

	/** Commands as this user would see them in this channel: permissions, contexts and age restriction applied. */
	commandsFor(user: Reference, channel: Reference): APIApplicationCommand[];
	invoke(call: CommandCall): PlaygroundInteraction;
	autocomplete(call: AutocompleteCall): PlaygroundInteraction;
	messageCommand(call: MessageCommandCall): PlaygroundInteraction;
	userCommand(call: UserCommandCall): PlaygroundInteraction;
	clickButton(click: ButtonClick): PlaygroundInteraction;
	chooseOptions(choice: SelectChoice): PlaygroundInteraction;
	submitModal(submission: ModalSubmission): PlaygroundInteraction;
	interaction(interaction: Reference): PlaygroundInteraction | undefined;

	on<Name extends keyof PlaygroundEvents>(
		name: Name,
		listener: (...payload: PlaygroundEvents[Name]) => void,
	): () => void;
	/**
	 * Resolves with what the probe finds, asking again after every event.
	 * @throws {Error} after `timeoutMs` of real time (5,000 by default) without a find.
	 */
	waitFor<Found>(
		probe: () => Found | undefined | null | false,
		options?: { readonly timeoutMs?: number; readonly what?: string },
	): Promise<Found>;
	/** The bot's reply to a message, once there is one. */
	replyTo(message: Reference, options?: { readonly timeoutMs?: number }): Promise<APIMessage>;

	/** What the bot has called, oldest first. */
	readonly calls: readonly RestCall[];
	readonly faults: Faults;
	readonly gateway: GatewayControls;

	/** Answers every request that is neither API, gateway nor attachment: the chat page. */
	mount(handler: (request: Request) => Response | Promise<Response>): void;
	close(): Promise<void>;
}

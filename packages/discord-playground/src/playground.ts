import type { APIApplicationCommand, APIMessage, APIUser, Snowflake } from 'discord-api-types/v10';
import type {
	AutocompleteCall,
	ButtonClick,
	CommandCall,
	MessageCommandCall,
	ModalSubmission,
	Post,
	PostEdit,
	Reference,
	SelectChoice,
	UserCommandCall,
} from './acts.ts';
import type { Clock } from './clock.ts';
import type { PlaygroundEvents } from './events.ts';
import type { Faults } from './faults/faults.ts';
import type { NamedFaults } from './faults/named.ts';
import type { GatewayControls } from './gateway/controls.ts';
import type { PlaygroundInteraction } from './interaction.ts';
import type { BotRecord } from './record.ts';
import type { RestCall } from './rest/call-log.ts';
import type { WorldControls, WorldSnapshot } from './world/controls.ts';
import type { DemoWorld } from './world/demo-world.ts';

/**
 * A running stand-in for Discord. All messages, users, channels in and out have Discord's own shapes. What a person's
 * client or Discord itself would not let them do (post where they may not, call a command that is hidden from them)
 * throws a `Refusal`; what the bot does wrong it learns from REST errors and gateway close codes, as on Discord.
 *
 * It has no voice, polls, forums, invites, bans, audit log, slow mode, monetisation, command permissions set by admins,
 * nor what moderators do over REST; addresses of those are unknown (404). The media proxy does not resize. Limits, statuses and numeric codes
 * are the documented ones; of the names within a form's `errors` Discord documents only examples, so a bot should
 * not go by them.
 */
export interface Playground {
	/** Where it listens, `http://127.0.0.1:PORT`; the chat page's address. */
	readonly url: string;
	/** For `new Client({ rest: { api } })`. */
	readonly apiUrl: string;
	/** For `new Client({ rest: restOptions })`: the API, and where stickers and the media proxy are. */
	readonly restOptions: { readonly api: string; readonly cdn: string; readonly mediaProxy: string };
	readonly gatewayUrl: string;
	readonly token: string;
	readonly applicationId: Snowflake;
	readonly bot: APIUser;
	readonly clock: Clock;

	/**
	 * Ids of the demonstration world, which is what a playground holds unless it is given another.
	 * @throws {Refusal} where it was given another, or part of it was deleted
	 */
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
	/** Who reacted, by emoji. */
	reactors(message: Reference): Record<string, Snowflake[]>;
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
	 * Resolves with what the probe finds, asking again after every event and every few milliseconds.
	 * @throws {Error} after `timeoutMs` of real time (5,000 by default) without a find.
	 */
	waitFor<Found>(
		probe: () => Found | undefined | null | false,
		options?: { readonly timeoutMs?: number; readonly what?: string },
	): Promise<Found>;
	/** The bot's first reply to a message, once there is one; within 5,000 ms of real time by default. */
	replyTo(message: Reference, options?: { readonly timeoutMs?: number }): Promise<APIMessage>;

	/** What the bot has called, oldest first. */
	readonly calls: readonly RestCall[];
	/** Begins to record what the bot calls from now on. */
	record(): BotRecord;
	readonly faults: Faults;
	readonly befall: NamedFaults;
	readonly gateway: GatewayControls;

	/** Answers every request that is neither API, gateway nor attachment: the chat page. */
	mount(handler: (request: Request) => Response | Promise<Response>): void;
	/** Deletes all servers, members and messages, and fills the world as at its very first start, with new ids. */
	startAfresh(): void;
	/** Writes what a state folder keeps, too. */
	close(): Promise<void>;
}

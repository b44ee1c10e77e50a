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
import type { Feed, PlaygroundEvents } from './event-feed.ts';
import type { FaultInjector } from './faults/faults.ts';
import { createNamedFaults } from './faults/named.ts';
import type { GatewayControls } from './gateway/controls.ts';
import type { Gateway } from './gateway/server.ts';
import type { PlaygroundInteraction } from './interaction.ts';
import { availableCommands } from './people/available-commands.ts';
import { autocomplete, invokeCommand, messageCommand, userCommand } from './people/commands.ts';
import { chooseOptions, clickButton } from './people/message-components.ts';
import { submitModal } from './people/modals.ts';
import { editMessage, postMessage, startTyping } from './people/post.ts';
import { react, reactors, unreact } from './people/react.ts';
import { OMNISCIENT, presentMessage } from './present/message.ts';
import { presentWorld } from './present/snapshot.ts';
import { presentUserId } from './present/user.ts';
import { startRecord } from './record.ts';
import { Replies } from './replies.ts';
import type { CallRecorder } from './rest/call-recorder.ts';
import { type WaitOptions, waitFor } from './waiting.ts';
import { type DemoWorld, demoIds } from './world/build-demo-world.ts';
import { createControls } from './world/controls.ts';
import { channelAt, idOf, messageAt, userAt } from './world/lookup.ts';
import { deleteMessage } from './world/messages.ts';
import type { InteractionRecord, MessageRecord } from './world/state.ts';
import type { World } from './world/world.ts';

const REPLY_TIMEOUT_MS = 5_000;

interface PlaygroundParts {
	readonly world: World;
	readonly token: string;
	readonly feed: Feed;
	readonly gateway: Gateway;
	readonly faults: FaultInjector;
	readonly recorder: CallRecorder;
	readonly handleOf: (interaction: InteractionRecord) => PlaygroundInteraction;
	readonly mount: (handler: (request: Request) => Response | Promise<Response>) => void;
	readonly startAfresh: () => void;
	readonly close: () => Promise<void>;
}

/**
 * A running stand-in for Discord. All messages, users, channels in and out have Discord's own shapes. What a person's
 * client or Discord itself would not let them do (post where they may not, call a command that is hidden from them)
 * throws a `Refusal`; what the bot does wrong it learns from REST errors and gateway close codes, as on Discord.
 */
export type Playground = Readonly<ReturnType<typeof createPlayground>>;

/** The public face of the parts. */
export function createPlayground(parts: PlaygroundParts) {
	const { world, feed, handleOf } = parts;
	const gateway: GatewayControls = parts.gateway;
	const url = world.signer.origin;
	const replies = new Replies(world);
	let demo: DemoWorld | undefined;
	const show = (message: MessageRecord) => presentMessage(world, message, OMNISCIENT);

	return {
		/** Where it listens, `http://127.0.0.1:PORT`; the chat page's address. */
		url,
		/** For `new Client({ rest: { api } })`. */
		apiUrl: `${url}/api`,
		/** For `new Client({ rest: restOptions })`: the API, and where stickers and the media proxy are. */
		restOptions: { api: `${url}/api`, cdn: url, mediaProxy: `${url}/media` },
		gatewayUrl: parts.gateway.url,
		token: parts.token,
		applicationId: world.applicationId,
		bot: presentUserId(world, world.botId),
		clock: world.clock,

		/**
		 * Ids of the demonstration world, which is what a playground holds unless it is given another.
		 * @throws {Refusal} where it was given another, or part of it was deleted
		 */
		get demo(): DemoWorld {
			demo ??= demoIds(world);
			return demo;
		},
		world: createControls(world),
		/** Everything there is, as plain data. */
		snapshot: () =>
			presentWorld(
				world,
				[...world.state.interactions.values()].map((interaction) => handleOf(interaction).toJSON()),
			),

		/** Oldest first, including ephemeral ones (`flags & 64`, for `interaction_metadata.user` only). */
		messages: (channel: Reference) =>
			channelAt(world, channel)
				.messageIds.map((id) => world.state.messages.get(id))
				.filter((message) => message !== undefined)
				.map(show),
		message(message: Reference) {
			const record = world.state.messages.get(idOf(message));
			return record && show(record);
		},
		postMessage: (post: Post) => show(postMessage(world, post)),
		editMessage: (message: Reference, edit: PostEdit) =>
			show(editMessage(world, messageAt(world, message), edit)),
		deleteMessage: (message: Reference) => deleteMessage(world, messageAt(world, message)),
		/** An emoji is a character, or `name:id`. */
		react: (user: Reference, message: Reference, emoji: string) =>
			react(world, userAt(world, user), messageAt(world, message), emoji),
		unreact: (user: Reference, message: Reference, emoji: string) =>
			unreact(world, userAt(world, user), messageAt(world, message), emoji),
		/** Who reacted, by emoji. */
		reactors: (message: Reference) => reactors(messageAt(world, message)),
		startTyping: (user: Reference, channel: Reference) =>
			startTyping(world, userAt(world, user).id, channelAt(world, channel)),

		/** Commands as this user would see them in this channel: permissions, contexts and age restriction applied. */
		commandsFor: (user: Reference, channel: Reference) =>
			availableCommands(world, userAt(world, user), channelAt(world, channel)),
		invoke: (call: CommandCall) => handleOf(invokeCommand(world, call)),
		autocomplete: (call: AutocompleteCall) => handleOf(autocomplete(world, call)),
		messageCommand: (call: MessageCommandCall) => handleOf(messageCommand(world, call)),
		userCommand: (call: UserCommandCall) => handleOf(userCommand(world, call)),
		clickButton: (click: ButtonClick) => handleOf(clickButton(world, click)),
		chooseOptions: (choice: SelectChoice) => handleOf(chooseOptions(world, choice)),
		submitModal: (submission: ModalSubmission) => handleOf(submitModal(world, submission)),
		interaction(interaction: Reference) {
			const record = world.state.interactions.get(idOf(interaction));
			return record && handleOf(record);
		},

		/** Returns what ends it. */
		on<Name extends keyof PlaygroundEvents>(
			name: Name,
			listener: (...payload: PlaygroundEvents[Name]) => void,
		): () => void {
			feed.on(name, listener as never);
			return () => feed.off(name, listener as never);
		},
		/**
		 * Resolves with what the probe finds, asking again after every event and every few milliseconds.
		 * @throws {Error} after `timeoutMs` of real time (5,000 by default) without a find.
		 */
		waitFor: <Found>(probe: () => Found | undefined | null | false, options?: WaitOptions) =>
			waitFor(feed, probe, options),
		/** The bot's first reply to a message, once there is one; within 5,000 ms of real time by default. */
		replyTo: async (message: Reference, options: { readonly timeoutMs?: number } = {}) =>
			show(await replies.to(idOf(message), options.timeoutMs ?? REPLY_TIMEOUT_MS)),

		/** What the bot has called, oldest first. */
		get calls() {
			return parts.recorder.calls;
		},
		/** Begins to record what the bot calls from now on. */
		record: () => startRecord(feed),
		faults: parts.faults,
		befall: createNamedFaults(parts.faults, gateway),
		gateway,

		/** Answers every request that is neither API, gateway nor attachment: the chat page. */
		mount: parts.mount,
		/** Deletes all servers, members and messages, and fills the world as at its very first start, with new ids. */
		startAfresh() {
			demo = undefined;
			parts.startAfresh();
		},
		/** Writes what a state folder keeps, too. */
		close: parts.close,
	};
}

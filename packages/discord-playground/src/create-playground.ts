import type { Feed } from './event-feed.ts';
import type { FaultInjector } from './faults/inject.ts';
import { createNamedFaults } from './faults/named.ts';
import type { Gateway } from './gateway/server.ts';
import { availableCommands } from './people/available-commands.ts';
import { autocomplete, invokeCommand, messageCommand, userCommand } from './people/commands.ts';
import type { InteractionHandle } from './people/interaction-handle.ts';
import { chooseOptions, clickButton } from './people/message-components.ts';
import { submitModal } from './people/modals.ts';
import { editMessage, postMessage, startTyping } from './people/post.ts';
import { react, reactors, unreact } from './people/react.ts';
import type { Playground } from './playground.ts';
import { OMNISCIENT, presentMessage } from './present/message.ts';
import { presentWorld } from './present/snapshot.ts';
import { presentUserId } from './present/user.ts';
import { startRecord } from './record.ts';
import { Replies } from './replies.ts';
import type { CallRecorder } from './rest/call-recorder.ts';
import { waitFor } from './waiting.ts';
import { demoIds } from './world/build-demo-world.ts';
import { createControls } from './world/create-controls.ts';
import type { DemoWorld } from './world/demo-world.ts';
import { channelAt, idOf, messageAt, userAt } from './world/lookup.ts';
import { deleteMessage } from './world/messages.ts';
import type { InteractionRecord, MessageRecord } from './world/state.ts';
import type { World } from './world/world.ts';

const REPLY_TIMEOUT_MS = 5_000;

export interface PlaygroundParts {
	readonly world: World;
	readonly token: string;
	readonly feed: Feed;
	readonly gateway: Gateway;
	readonly faults: FaultInjector;
	readonly recorder: CallRecorder;
	readonly handleOf: (interaction: InteractionRecord) => InteractionHandle;
	readonly mount: Playground['mount'];
	readonly startAfresh: Playground['startAfresh'];
	readonly close: Playground['close'];
}

/** The public face of the parts. */
export function createPlayground(parts: PlaygroundParts): Playground {
	const { world, feed, gateway, handleOf } = parts;
	const url = world.signer.origin;
	const replies = new Replies(world);
	let demo: DemoWorld | undefined;
	const show = (message: MessageRecord) => presentMessage(world, message, OMNISCIENT);

	return {
		url,
		apiUrl: `${url}/api`,
		restOptions: { api: `${url}/api`, cdn: url, mediaProxy: `${url}/media` },
		gatewayUrl: gateway.url,
		token: parts.token,
		applicationId: world.applicationId,
		bot: presentUserId(world, world.botId),
		clock: world.clock,
		get demo() {
			demo ??= demoIds(world);
			return demo;
		},
		world: createControls(world),
		snapshot: () =>
			presentWorld(
				world,
				[...world.state.interactions.values()].map((interaction) => handleOf(interaction).toJSON()),
			),

		messages: (channel) =>
			channelAt(world, channel)
				.messageIds.map((id) => world.state.messages.get(id))
				.filter((message) => message !== undefined)
				.map(show),
		message(message) {
			const record = world.state.messages.get(idOf(message));
			return record && show(record);
		},
		postMessage: (post) => show(postMessage(world, post)),
		editMessage(message, edit) {
			const record = messageAt(world, message);
			editMessage(world, record, edit);
			return show(record);
		},
		deleteMessage: (message) => deleteMessage(world, messageAt(world, message)),
		react: (user, message, emoji) => react(world, userAt(world, user), messageAt(world, message), emoji),
		unreact: (user, message, emoji) => unreact(world, userAt(world, user), messageAt(world, message), emoji),
		reactors: (message) => reactors(messageAt(world, message)),
		startTyping: (user, channel) => startTyping(world, userAt(world, user).id, channelAt(world, channel)),

		commandsFor: (user, channel) => availableCommands(world, userAt(world, user), channelAt(world, channel)),
		invoke: (call) => handleOf(invokeCommand(world, call)),
		autocomplete: (call) => handleOf(autocomplete(world, call)),
		messageCommand: (call) => handleOf(messageCommand(world, call)),
		userCommand: (call) => handleOf(userCommand(world, call)),
		clickButton: (click) => handleOf(clickButton(world, click)),
		chooseOptions: (choice) => handleOf(chooseOptions(world, choice)),
		submitModal: (submission) => handleOf(submitModal(world, submission)),
		interaction(interaction) {
			const record = world.state.interactions.get(idOf(interaction));
			return record && handleOf(record);
		},

		on(name, listener) {
			feed.on(name, listener as never);
			return () => feed.off(name, listener as never);
		},
		waitFor: (probe, options) => waitFor(feed, probe, options),
		replyTo: async (message, { timeoutMs = REPLY_TIMEOUT_MS } = {}) =>
			show(await replies.to(idOf(message), timeoutMs)),

		get calls() {
			return parts.recorder.calls;
		},
		record: () =>
			startRecord((onCall) => {
				feed.on('call', onCall);
				return () => feed.off('call', onCall);
			}),
		faults: parts.faults,
		befall: createNamedFaults(parts.faults, gateway),
		gateway,
		mount: parts.mount,
		startAfresh() {
			demo = undefined;
			parts.startAfresh();
		},
		close: parts.close,
	};
}

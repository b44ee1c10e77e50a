import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Playground } from '../playground.ts';
import { messagesBefore, type PageEvents, type PageMessage, pageMessage, pageWorld } from './page-world.ts';

/** `GET /page-api/events`: a snapshot, then what happens, for as long as the page stays open. */
export function eventRoutes(playground: Playground): Hono {
	return new Hono().get('/page-api/events', (context) =>
		streamSSE(context, async (stream) => {
			const closed = new Promise<void>((resolve) => stream.onAbort(resolve));
			const unsubscribe = follow(playground, stream);
			await closed;
			unsubscribe();
		}),
	);
}

function follow(playground: Playground, stream: SSEStreamingApi): () => void {
	const send = <Name extends keyof PageEvents>(event: Name, data: PageEvents[Name]) => {
		// Writes are queued in order; one that fails means that the page has gone, which `onAbort` tells.
		stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => {});
	};
	const sendWorld = once(() => send('world', pageWorld(playground)));
	send('snapshot', snapshot(playground));
	const subscriptions = [
		playground.on('message', (message) => send('message', pageMessage(playground, message))),
		playground.on('messageUpdate', (message) => send('messageUpdate', pageMessage(playground, message))),
		playground.on('reaction', (message) => send('messageUpdate', pageMessage(playground, message))),
		playground.on('messageDelete', ({ id, channel_id }) => send('messageDelete', { id, channel_id })),
		playground.on('typing', ({ user, channel_id }) => send('typing', { user: user.id, channel: channel_id })),
		playground.on('interaction', (interaction) => send('interaction', interaction.toJSON())),
		playground.on('interactionUpdate', (interaction) => send('interaction', interaction.toJSON())),
		...(['channel', 'guild', 'user', 'commands', 'session'] as const).map((name) =>
			playground.on(name, sendWorld),
		),
	];
	return () => {
		for (const unsubscribe of subscriptions) unsubscribe();
	};
}

function snapshot(playground: Playground): PageEvents['snapshot'] {
	const world = pageWorld(playground);
	const channels = [
		...world.guilds.flatMap((guild) => [...guild.channels, ...guild.threads]),
		...world.directMessages,
	];
	const messages = channels.flatMap((channel) => messagesBefore(playground, channel.id));
	return { world, messages, interactions: answeredBy(playground, messages) };
}

/** The interactions that messages answer: their names stand above the messages. */
function answeredBy(playground: Playground, messages: readonly PageMessage[]) {
	const ids = new Set(messages.map(({ interaction_metadata: metadata }) => metadata?.id));
	return [...ids].flatMap((id) => playground.interaction(id ?? '')?.toJSON() ?? []);
}

/** Runs once for all calls of one turn of the event loop. */
function once(action: () => void): () => void {
	let isDue = false;
	return () => {
		if (isDue) return;
		isDue = true;
		setImmediate(() => {
			isDue = false;
			action();
		});
	};
}

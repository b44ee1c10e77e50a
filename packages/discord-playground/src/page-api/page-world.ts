import type { APIMessage, Snowflake } from 'discord-api-types/v10';
import type { InteractionSnapshot } from '../interaction.ts';
import type { Playground } from '../playground.ts';
import type { DemoWorld } from '../world/build-demo-world.ts';
import { MAX_FILE_BYTES, MAX_FILES, PAGE_OF_MESSAGES } from './limits.ts';

/** A message, and who reacted to it: `me` depends on whom the page speaks for. */
export type PageMessage = APIMessage & { readonly reactors: Readonly<Record<string, readonly Snowflake[]>> };

/** What the server sends, by name of the event. */
export interface PageEvents {
	/** The first of every connection: all there is, but of each channel the latest messages alone. */
	readonly snapshot: {
		readonly world: PageWorld;
		readonly messages: readonly PageMessage[];
		readonly interactions: readonly InteractionSnapshot[];
	};
	readonly world: PageWorld;
	readonly message: PageMessage;
	readonly messageUpdate: PageMessage;
	readonly messageDelete: { readonly id: Snowflake; readonly channel_id: Snowflake };
	readonly typing: { readonly user: Snowflake; readonly channel: Snowflake };
	readonly interaction: InteractionSnapshot;
}

/** What the page knows of everything but messages. */
export function pageWorld(playground: Playground) {
	const { applicationId, bot, users, guilds, directMessages, permissions } = playground.snapshot();
	return {
		...{ applicationId, bot, users, guilds, directMessages, permissions },
		/** Where attachment addresses point; the page may have been opened by another name of this machine. */
		origin: playground.url,
		/** Whether the bot is logged in. */
		botOnline: playground.gateway.connected,
		/** Null in another world. */
		demo: demoOf(playground),
		limits: { fileBytes: MAX_FILE_BYTES, files: MAX_FILES },
	};
}
export type PageWorld = ReturnType<typeof pageWorld>;

export function pageMessage(playground: Playground, message: APIMessage): PageMessage {
	return { ...message, reactors: playground.reactors(message) };
}

/** The last messages of a channel, or the last ones before a message; oldest first. */
export function messagesBefore(
	playground: Playground,
	channel: Snowflake,
	before?: Snowflake,
): PageMessage[] {
	const all = playground.messages(channel);
	const earlier = before === undefined ? all : all.filter(({ id }) => BigInt(id) < BigInt(before));
	return earlier.slice(-PAGE_OF_MESSAGES).map((message) => pageMessage(playground, message));
}

function demoOf(playground: Playground): DemoWorld | null {
	try {
		return playground.demo;
	} catch {
		return null;
	}
}

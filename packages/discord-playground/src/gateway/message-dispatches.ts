import {
	type APIMessage,
	GatewayDispatchEvents as Event,
	GatewayIntentBits as Intent,
	ReactionType,
} from 'discord-api-types/v10';
import { botViewer } from '../present/bot-view.ts';
import { presentMember, presentMemberOf } from '../present/guild.ts';
import { presentMessage } from '../present/message.ts';
import { guildOf, sees } from '../world/access.ts';
import type { ChannelRecord, GuildRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import type { Session } from './session.ts';

type Sessions = () => Iterable<Session>;

/** What the bot hears of messages, by the intents of each session. */
export function dispatchMessages(world: World, sessions: Sessions): void {
	world.events.on('messageCreate', (message) => {
		forEachListener(
			world,
			sessions,
			message,
			Intent.GuildMessages | Intent.DirectMessages,
			(session, guild) => {
				const nonce = message.nonce === null ? {} : { nonce: message.nonce };
				session.dispatch(Event.MessageCreate, { ...eventMessage(world, session, message, guild), ...nonce });
			},
		);
	});
	world.events.on('messageUpdate', (message) => {
		forEachListener(
			world,
			sessions,
			message,
			Intent.GuildMessages | Intent.DirectMessages,
			(session, guild) => session.dispatch(Event.MessageUpdate, eventMessage(world, session, message, guild)),
		);
	});
	world.events.on('messageDelete', (message) => {
		forEachListener(world, sessions, message, Intent.GuildMessages | Intent.DirectMessages, (session) =>
			session.dispatch(Event.MessageDelete, { id: message.id, ...placeOf(message) }),
		);
	});
	world.events.on('reaction', (message, { userId, emoji, added }) => {
		forEachListener(world, sessions, message, REACTION_INTENTS, (session, guild) => {
			const member = guild?.members.get(userId);
			session.dispatch(added ? Event.MessageReactionAdd : Event.MessageReactionRemove, {
				user_id: userId,
				message_id: message.id,
				...placeOf(message),
				emoji,
				burst: false,
				type: ReactionType.Normal,
				...(added && member ? { member: presentMember(world, member) } : {}),
				...(added ? { message_author_id: message.authorId } : {}),
			});
		});
	});
	world.events.on('reactionsCleared', (message) => {
		forEachListener(world, sessions, message, REACTION_INTENTS, (session) =>
			session.dispatch(Event.MessageReactionRemoveAll, { message_id: message.id, ...placeOf(message) }),
		);
	});
}

const REACTION_INTENTS = Intent.GuildMessageReactions | Intent.DirectMessageReactions;

/** Bits of intents that concern direct messages; the others concern guilds. */
const DIRECT = Intent.DirectMessages | Intent.DirectMessageReactions | Intent.DirectMessageTyping;

/** Sessions that may hear of something in a channel: the bot sees it, and the intent for this kind of place is set. */
export function listeners(
	world: World,
	sessions: Iterable<Session>,
	channel: ChannelRecord,
	intents: number,
): Session[] {
	if (!sees(world, world.botId, channel)) return [];
	const needed = channel.guildId === null ? intents & DIRECT : intents & ~DIRECT;
	return [...sessions].filter((session) => session.covers(channel.guildId) && session.wants(needed));
}

/** Ephemeral messages are between Discord and one user: the gateway knows nothing of them. */
function forEachListener(
	world: World,
	sessions: Sessions,
	message: MessageRecord,
	intents: number,
	send: (session: Session, guild: GuildRecord | null) => void,
): void {
	const channel = world.state.channels.get(message.channelId);
	if (!channel || message.visibleTo !== null) return;
	for (const session of listeners(world, sessions(), channel, intents))
		send(session, guildOf(world, channel));
}

function placeOf(message: MessageRecord) {
	return {
		channel_id: message.channelId,
		...(message.guildId === null ? {} : { guild_id: message.guildId }),
	};
}

/** In events, messages say their guild, and authors and mentioned users come with their membership. */
function eventMessage(world: World, session: Session, message: MessageRecord, guild: GuildRecord | null) {
	const channel = world.state.channels.get(message.channelId);
	const shown: APIMessage & { channel_type?: number } = {
		...presentMessage(world, message, botViewer(world, session.readsContent)),
		// discord.js tells direct messages by it.
		...(channel ? { channel_type: channel.type } : {}),
	};
	if (guild === null) return shown;
	const member = presentMemberOf(world, guild, message.authorId);
	return {
		...shown,
		guild_id: guild.id,
		...(member ? { member } : {}),
		mentions: shown.mentions.map((user) => {
			const mentioned = presentMemberOf(world, guild, user.id);
			return mentioned ? { ...user, member: mentioned } : user;
		}),
	};
}

import {
	type APIMessage,
	GatewayDispatchEvents as Event,
	GatewayIntentBits as Intent,
	ReactionType,
} from 'discord-api-types/v10';
import { presentMember, presentPartialMember } from '../present/guild.ts';
import { known } from '../present/known.ts';
import { botViewer, presentMessage } from '../present/message.ts';
import { sees } from '../world/access.ts';
import type { ChannelRecord, MessageRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { type Session, tell } from './session.ts';

type Sessions = () => Iterable<Session>;

const MESSAGE_INTENTS = Intent.GuildMessages | Intent.DirectMessages;
const REACTION_INTENTS = Intent.GuildMessageReactions | Intent.DirectMessageReactions;

/** What the bot hears of messages, by the intents of each session. */
export function dispatchMessages(world: World, sessions: Sessions): void {
	const { events } = world;
	// Ephemeral messages are between Discord and one user: the gateway knows nothing of them.
	const hearing = ({ channelId, visibleTo }: MessageRecord, intents: number) => {
		const channel = world.state.channels.get(channelId);
		return channel && visibleTo === null ? listeners(world, sessions(), channel, intents) : [];
	};

	events.on('messageCreate', (message) => {
		const nonce = known({ nonce: message.nonce });
		for (const session of hearing(message, MESSAGE_INTENTS)) {
			session.dispatch(Event.MessageCreate, { ...eventMessage(world, session, message), ...nonce });
		}
	});
	events.on('messageUpdate', (message) => {
		for (const session of hearing(message, MESSAGE_INTENTS))
			session.dispatch(Event.MessageUpdate, eventMessage(world, session, message));
	});
	events.on('messageDelete', (message) => {
		tell(hearing(message, MESSAGE_INTENTS), Event.MessageDelete, { id: message.id, ...placeOf(message) });
	});
	events.on('reaction', (message, { userId, emoji, added }) => {
		const member = world.state.guilds.get(message.guildId ?? '')?.members.get(userId);
		const event = added ? Event.MessageReactionAdd : Event.MessageReactionRemove;
		tell(hearing(message, REACTION_INTENTS), event, {
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
	events.on('reactionsCleared', (message) => {
		const data = { message_id: message.id, ...placeOf(message) };
		tell(hearing(message, REACTION_INTENTS), Event.MessageReactionRemoveAll, data);
	});
}

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

function placeOf(message: MessageRecord) {
	return { channel_id: message.channelId, ...known({ guild_id: message.guildId }) };
}

/** In events, messages say their guild, and authors and mentioned users come with their membership. */
function eventMessage(world: World, session: Session, message: MessageRecord) {
	const channel = world.state.channels.get(message.channelId);
	const guild = world.state.guilds.get(message.guildId ?? '');
	const shown: APIMessage & { channel_type?: number } = {
		...presentMessage(world, message, botViewer(world, session.readsContent)),
		// discord.js tells direct messages by it.
		...(channel ? { channel_type: channel.type } : {}),
	};
	if (!guild) return shown;
	const memberOf = (userId: string) => {
		const member = world.state.users.has(userId) && guild.members.get(userId);
		return member ? { member: presentPartialMember(member) } : {};
	};
	return {
		...shown,
		guild_id: guild.id,
		...memberOf(message.authorId),
		mentions: shown.mentions.map((user) => ({ ...user, ...memberOf(user.id) })),
	};
}

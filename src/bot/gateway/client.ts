import {
	Client,
	DefaultRestOptions,
	GatewayIntentBits,
	Options,
	Partials,
	type RESTOptions,
	type WebSocketOptions,
} from 'discord.js';
import type { RedisServer } from '../../store/redis.ts';
import { takeTurns } from '../../store/turns.ts';
import type { DiscordRest } from '../limits.ts';
import { paced } from './reconnect-pace.ts';
import { type Shards, shardOptions } from './shards.ts';

/** So many refused calls (401, 403, 429) are worth a warning; Discord bans after 10,000 in ten minutes. */
const INVALID_REQUEST_WARNING_INTERVAL = 500;

/** Discord takes one login in five seconds of each bucket; what is later on its way than another may arrive sooner. */
const IDENTIFY_MS = 5_500;

/** A message is kept so long for a reply to it to be looked up without asking Discord. */
const MESSAGE_LIFETIME_S = 15 * 60;

export interface ConnectionOptions {
	readonly rest?: DiscordRest;
	/** All, when absent. */
	readonly shards?: Shards;
	/** Where processes that log in to the same bot take turns. */
	readonly redis?: RedisServer;
}

/**
 * A client that keeps little: what the bot looks at are messages, for a moment, and permissions.
 * @param messageContent without it Discord empties messages that neither mention the bot nor are sent to it
 */
export function createClient(
	messageContent: boolean,
	{ rest, shards = 'auto', redis }: ConnectionOptions = {},
): Client {
	const client: Client = new Client({
		intents: [
			GatewayIntentBits.Guilds,
			GatewayIntentBits.GuildMessages,
			GatewayIntentBits.DirectMessages,
			...(messageContent ? [GatewayIntentBits.MessageContent] : []),
		],
		...shardOptions(shards),
		// Direct messages come from channels, and deletions concern messages, that the client need not have seen.
		partials: [Partials.Channel, Partials.Message],
		allowedMentions: { parse: [], repliedUser: false },
		failIfNotExists: false,
		makeCache: Options.cacheWithLimits({
			...Options.DefaultMakeCacheSettings,
			MessageManager: 50,
			ReactionManager: { maxSize: 20 },
			GuildMemberManager: { maxSize: 100, keepOverLimit: (member) => member.id === member.client.user.id },
			UserManager: { maxSize: 1_000, keepOverLimit: (user) => user.id === user.client.user.id },
			PresenceManager: 0,
			VoiceStateManager: 0,
			GuildInviteManager: 0,
			GuildBanManager: 0,
			GuildScheduledEventManager: 0,
			StageInstanceManager: 0,
			AutoModerationRuleManager: 0,
		}),
		sweepers: {
			...Options.DefaultSweeperSettings,
			messages: { interval: 5 * 60, lifetime: MESSAGE_LIFETIME_S },
		},
		rest: {
			invalidRequestWarningInterval: INVALID_REQUEST_WARNING_INTERVAL,
			makeRequest: sendFormsAsBytes,
			...rest,
		},
		ws: {
			buildStrategy: (manager) => paced(manager, () => client),
			...(redis && { buildIdentifyThrottler: sharedIdentifies(redis) }),
		},
	});
	return client;
}

/**
 * Sends calls as discord.js does, but forms with files as the bytes they are made of. discord.js leaves them to whichever
 * undici the process loaded first; ours, being of another version than its own, does not know Node's forms.
 */
export const sendFormsAsBytes: RESTOptions['makeRequest'] = async (url, init) => {
	if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
	const form = new Response(init.body);
	const headers = new Headers(init.headers as Record<string, string>);
	headers.set('content-type', form.headers.get('content-type') ?? '');
	return DefaultRestOptions.makeRequest(url, {
		...init,
		body: new Uint8Array(await form.arrayBuffer()),
		headers: Object.fromEntries(headers),
	});
};

/** Has discord.js wait with each login until none of another process can be too near to it. */
function sharedIdentifies(redis: RedisServer): NonNullable<WebSocketOptions['buildIdentifyThrottler']> {
	const turns = takeTurns(redis, 'hantei:identify', IDENTIFY_MS);
	return async (manager) => {
		const { session_start_limit: limit } = await manager.fetchGatewayInformation();
		return { waitForIdentify: (shard, signal) => turns(String(shard % limit.max_concurrency), signal) };
	};
}

import { EventEmitter } from 'node:events';
import type {
	APIApplicationCommand,
	APIBaseInteraction,
	InteractionType,
	Snowflake,
} from 'discord-api-types/v10';
import type { UrlSigner } from '../cdn/signing.ts';
import type { Clock } from '../clock.ts';
import { createSnowflakes, isoTime } from './snowflake.ts';
import type {
	AttachmentRecord,
	ChannelRecord,
	GuildRecord,
	InteractionRecord,
	MemberRecord,
	MessageRecord,
	ReactionRecord,
	State,
	UserRecord,
} from './state.ts';

/** Everything that changes, in the world's own records; the gateway and the playground's events are made from it. */
export interface WorldEvents {
	messageCreate: [message: MessageRecord];
	messageUpdate: [message: MessageRecord];
	messageDelete: [message: MessageRecord];
	reaction: [
		message: MessageRecord,
		change: { readonly userId: Snowflake; readonly emoji: ReactionRecord['emoji']; readonly added: boolean },
	];
	reactionsCleared: [message: MessageRecord];
	typing: [channel: ChannelRecord, userId: Snowflake];
	channelCreate: [channel: ChannelRecord];
	channelUpdate: [channel: ChannelRecord];
	channelDelete: [channel: ChannelRecord];
	threadMembers: [channel: ChannelRecord, change: { readonly userId: Snowflake; readonly added: boolean }];
	guildCreate: [guild: GuildRecord];
	guildUpdate: [guild: GuildRecord];
	guildDelete: [guild: GuildRecord];
	guildAvailability: [guild: GuildRecord];
	botJoin: [guild: GuildRecord];
	botLeave: [guild: GuildRecord];
	role: [
		guild: GuildRecord,
		change: { readonly roleId: Snowflake; readonly kind: 'create' | 'update' | 'delete' },
	];
	member: [
		guild: GuildRecord,
		change: { readonly member: MemberRecord; readonly kind: 'add' | 'update' | 'remove' },
	];
	stickers: [guild: GuildRecord];
	user: [user: UserRecord];
	commands: [guildId: Snowflake | null];
	/** The payload is what goes over the gateway; its addresses are signed now. */
	interactionCreate: [interaction: InteractionRecord, payload: APIBaseInteraction<InteractionType, object>];
	interactionUpdate: [interaction: InteractionRecord];
}

export interface World {
	readonly applicationId: Snowflake;
	readonly botId: Snowflake;
	readonly state: State;
	/** Bytes of attachments and stickers, by id. */
	readonly files: Map<Snowflake, Uint8Array>;
	/** All of them: those of messages, of forwards and those uploaded to commands and modals. */
	readonly attachments: Map<Snowflake, AttachmentRecord>;
	readonly interactionsByToken: Map<string, InteractionRecord>;
	readonly clock: Clock;
	readonly signer: UrlSigner;
	readonly events: EventEmitter<WorldEvents>;
	/** Whether the app may read message content over REST, as set in the developer portal. */
	readonly messageContent: boolean;
	readonly nextId: () => Snowflake;
}

export interface WorldOptions {
	readonly clock: Clock;
	readonly signer: UrlSigner;
	readonly messageContent: boolean;
	readonly botName: string;
	/** A new one when left out. */
	readonly applicationId?: Snowflake | undefined;
}

/** A world with nobody in it but the bot. */
export function createWorld(options: WorldOptions): World {
	const nextId = createSnowflakes(options.clock);
	// A bot made today has its application's id.
	const applicationId = options.applicationId ?? nextId();
	const events = new EventEmitter<WorldEvents>();
	events.setMaxListeners(0);
	return {
		...options,
		applicationId,
		botId: applicationId,
		nextId,
		events,
		files: new Map(),
		attachments: new Map(),
		interactionsByToken: new Map(),
		state: {
			users: new Map([
				[
					applicationId,
					{
						id: applicationId,
						username: options.botName,
						globalName: null,
						bot: true,
						locale: 'en-US',
						installed: false,
					},
				],
			]),
			guilds: new Map(),
			channels: new Map(),
			messages: new Map(),
			webhooks: new Map(),
			commands: new Map<Snowflake, APIApplicationCommand>(),
			interactions: new Map(),
		},
	};
}

export function isoNow(world: World): string {
	return isoTime(world.clock.now());
}

import type {
	APIApplicationCommand,
	APIApplicationCommandOptionChoice,
	APIAuthorizingIntegrationOwnersMap,
	APIEmbed,
	APIMessageTopLevelComponent,
	APIModalInteractionResponseCallbackData,
	APIOverwrite,
	APIRole,
	APISticker,
	ChannelType,
	InteractionContextType,
	InteractionType,
	LocaleString,
	MessageReferenceType,
	MessageType,
	Snowflake,
} from 'discord-api-types/v10';

/** What there is, as plain data; Discord's shapes are made from it by `present/`, for whoever looks. */
export interface State {
	readonly users: Map<Snowflake, UserRecord>;
	readonly guilds: Map<Snowflake, GuildRecord>;
	readonly channels: Map<Snowflake, ChannelRecord>;
	readonly messages: Map<Snowflake, MessageRecord>;
	readonly webhooks: Map<Snowflake, WebhookRecord>;
	readonly commands: Map<Snowflake, APIApplicationCommand>;
	readonly interactions: Map<Snowflake, InteractionRecord>;
}

export interface UserRecord {
	readonly id: Snowflake;
	readonly username: string;
	readonly globalName: string | null;
	readonly bot: boolean;
	readonly locale: LocaleString;
	/** Has added the app to their own account. */
	readonly installed: boolean;
}

export interface GuildRecord {
	readonly id: Snowflake;
	readonly name: string;
	readonly ownerId: Snowflake;
	readonly preferredLocale: LocaleString;
	available: boolean;
	readonly roles: Map<Snowflake, APIRole>;
	readonly members: Map<Snowflake, MemberRecord>;
	readonly stickers: Map<Snowflake, APISticker>;
	readonly channelIds: Set<Snowflake>;
}

export interface MemberRecord {
	readonly userId: Snowflake;
	nick: string | null;
	roles: Snowflake[];
	readonly joinedAt: string;
	timedOutUntil: string | null;
}

export interface ThreadRecord {
	archived: boolean;
	locked: boolean;
	archivedAt: string;
	readonly createdAt: string;
	readonly autoArchiveMinutes: 60 | 1440 | 4320 | 10080;
	readonly memberIds: Set<Snowflake>;
}

export interface ChannelRecord {
	readonly id: Snowflake;
	readonly type: ChannelType;
	readonly guildId: Snowflake | null;
	name: string | null;
	topic: string | null;
	nsfw: boolean;
	position: number;
	readonly parentId: Snowflake | null;
	overwrites: APIOverwrite[];
	/** Of threads and group DMs. */
	readonly ownerId: Snowflake | null;
	readonly thread: ThreadRecord | null;
	/** Of DMs: everyone in it. */
	readonly recipientIds: readonly Snowflake[];
	/** Oldest first. */
	readonly messageIds: Snowflake[];
	lastMessageId: Snowflake | null;
}

export interface AttachmentRecord {
	readonly id: Snowflake;
	/** The part of the address before the id: the channel, or the application for ephemeral ones. */
	readonly folder: Snowflake;
	readonly filename: string;
	title: string | null;
	description: string | null;
	readonly contentType: string | null;
	readonly size: number;
	readonly width: number | null;
	readonly height: number | null;
	flags: number;
	readonly ephemeral: boolean;
	/** Raised to make all addresses given out so far invalid. */
	generation: number;
}

export interface ReactionRecord {
	readonly emoji: { readonly id: Snowflake | null; readonly name: string };
	readonly userIds: Set<Snowflake>;
}

export interface ReferenceRecord {
	readonly type: MessageReferenceType;
	readonly messageId: Snowflake;
	readonly channelId: Snowflake;
	readonly guildId: Snowflake | null;
}

/** What a message says: the part that is edited, and copied when it is forwarded. */
export interface MessageContent {
	content: string;
	embeds: APIEmbed[];
	attachments: AttachmentRecord[];
	components: APIMessageTopLevelComponent[];
	stickerIds: Snowflake[];
	mentionIds: Snowflake[];
	mentionRoleIds: Snowflake[];
}

export interface SnapshotRecord extends MessageContent {
	readonly type: MessageType;
	readonly timestamp: string;
	readonly editedTimestamp: string | null;
	readonly flags: number;
}

export interface MessageRecord extends MessageContent {
	readonly id: Snowflake;
	readonly channelId: Snowflake;
	readonly guildId: Snowflake | null;
	readonly type: MessageType;
	/** A user, or the webhook. */
	readonly authorId: Snowflake;
	readonly webhookId: Snowflake | null;
	readonly timestamp: string;
	editedTimestamp: string | null;
	flags: number;
	mentionEveryone: boolean;
	readonly tts: boolean;
	pinned: boolean;
	readonly nonce: string | number | null;
	readonly reactions: ReactionRecord[];
	readonly reference: ReferenceRecord | null;
	readonly snapshot: SnapshotRecord | null;
	/** The interaction it answers. */
	readonly interactionId: Snowflake | null;
	/** The only one who sees it, when it is ephemeral. */
	readonly visibleTo: Snowflake | null;
}

export interface WebhookRecord {
	readonly id: Snowflake;
	readonly token: string;
	readonly channelId: Snowflake;
	readonly guildId: Snowflake;
	readonly name: string;
	readonly creatorId: Snowflake;
}

/**
 * How far an interaction has come, as its user sees it: `waiting` for the first answer; `deferred` ("thinking…", or a
 * component acknowledged silently); `responded` with a message or an edit of the component's message; `modal` shown;
 * `suggested` choices; `failed` ("The application did not respond").
 */
export type InteractionState = 'waiting' | 'deferred' | 'responded' | 'modal' | 'suggested' | 'failed';

export interface InteractionRecord {
	readonly id: Snowflake;
	readonly token: string;
	readonly type: InteractionType;
	readonly name: string;
	readonly userId: Snowflake;
	readonly channelId: Snowflake;
	readonly guildId: Snowflake | null;
	readonly context: InteractionContextType;
	readonly owners: APIAuthorizingIntegrationOwnersMap;
	/** The message whose component was used, or on which the modal's button was. */
	readonly messageId: Snowflake | null;
	/** The message or user a context menu was opened on. */
	readonly targetId: Snowflake | null;
	/** For a modal: the interaction that showed it. */
	readonly parentId: Snowflake | null;
	readonly createdAt: number;
	/** Responses are for the user alone, whatever the bot says: the user may not use external apps there. */
	readonly forcedEphemeral: boolean;
	state: InteractionState;
	acknowledgedAt: number | null;
	ephemeral: boolean;
	responseId: Snowflake | null;
	readonly followUpIds: Snowflake[];
	modal: APIModalInteractionResponseCallbackData | null;
	choices: APIApplicationCommandOptionChoice[] | null;
}

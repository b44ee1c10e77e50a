import type { APIChannel, APIMessage, APIUser, Snowflake } from 'discord-api-types/v10';
import type { SessionSnapshot } from './gateway/controls.ts';
import type { PlaygroundInteraction } from './interaction.ts';
import type { RestCall } from './rest/call-log.ts';

interface MessagePlace {
	readonly id: Snowflake;
	readonly channel_id: Snowflake;
	readonly guild_id?: Snowflake;
}

/** What happens in the playground, whoever did it; enough to keep a view of it up to date. */
export interface PlaygroundEvents {
	message: [message: APIMessage];
	messageUpdate: [message: APIMessage];
	messageDelete: [place: MessagePlace];
	/** The message carries its reactions as they are now. */
	reaction: [message: APIMessage, change: { user: APIUser; emoji: string; added: boolean }];
	typing: [typing: { user: APIUser; channel_id: Snowflake }];
	interaction: [interaction: PlaygroundInteraction];
	interactionUpdate: [interaction: PlaygroundInteraction];
	/** Created or changed; `deleted` says it is gone. */
	channel: [channel: APIChannel, change: { deleted: boolean }];
	/** A guild's own fields, roles, members or stickers changed; read it again from the snapshot. */
	guild: [guild: { id: Snowflake; deleted: boolean }];
	/** A user was added or changed. */
	user: [user: APIUser];
	/** The bot registered or removed commands; null for the global ones. */
	commands: [scope: { guild_id: Snowflake | null }];
	/** A gateway session of the bot came, was resumed, lost its socket or ended. */
	session: [session: SessionSnapshot];
	call: [call: RestCall];
}

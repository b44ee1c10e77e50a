import { ApplicationIntegrationType, InteractionContextType } from 'discord-api-types/v10';

/** A command for servers, direct messages and, once a user has added the app to their account, anywhere. */
export const EVERYWHERE = {
	integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
	contexts: [
		InteractionContextType.Guild,
		InteractionContextType.BotDM,
		InteractionContextType.PrivateChannel,
	],
} as const;

/** A command for servers that the bot itself is in, and for direct messages with it. */
export const IN_SERVERS_AND_DIRECT_MESSAGES = {
	integration_types: [ApplicationIntegrationType.GuildInstall],
	contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
} as const;

/** A command for servers that the bot itself is in. */
export const IN_SERVERS = {
	integration_types: [ApplicationIntegrationType.GuildInstall],
	contexts: [InteractionContextType.Guild],
} as const;

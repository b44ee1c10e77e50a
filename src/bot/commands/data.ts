import type { Attachment, ChatInputCommandInteraction, GuildBasedChannel } from 'discord.js';
import {
	type APIApplicationCommandBasicOption,
	type APIInteractionDataResolvedChannel,
	ApplicationCommandOptionType,
	ApplicationIntegrationType,
	Locale as DiscordLocale,
	InteractionContextType,
} from 'discord-api-types/v10';
import { type Messages, messagesFor } from '../../i18n/messages.ts';
import type { ConstantOf } from './command.ts';

type CommandTexts = Messages['commands'];

/** One text in all languages, as Discord takes it. The default is listed too: Discord's fallbacks would skip it. */
export function localisations(select: (texts: CommandTexts) => string): Readonly<Record<string, string>> {
	const english = select(messagesFor('en').commands);
	return {
		[DiscordLocale.EnglishUS]: english,
		[DiscordLocale.EnglishGB]: english,
		[DiscordLocale.Japanese]: select(messagesFor('ja').commands),
	};
}

/** Description and all localisations of a command or option; its `name`, which Discord sends back, is English's. */
export function described(select: (texts: CommandTexts) => { name: string; description: string }) {
	return {
		name_localizations: localisations((texts) => select(texts).name),
		description: select(messagesFor('en').commands).description,
		description_localizations: localisations((texts) => select(texts).description),
	};
}

/** A choice's name in all languages. */
export function named(select: (texts: CommandTexts) => string) {
	return { name: select(messagesFor('en').commands), name_localizations: localisations(select) };
}

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

type Option = ConstantOf<APIApplicationCommandBasicOption>;

/** The value a member can give for an option; of choices, one of theirs. */
type ValueOf<Given extends Option> = Given extends {
	readonly choices: readonly { readonly value: infer Value }[];
}
	? Value
	: Given['type'] extends ApplicationCommandOptionType.String
		? string
		: Given['type'] extends ApplicationCommandOptionType.Integer | ApplicationCommandOptionType.Number
			? number
			: Given['type'] extends ApplicationCommandOptionType.Boolean
				? boolean
				: Given['type'] extends ApplicationCommandOptionType.Attachment
					? Attachment
					: Given['type'] extends ApplicationCommandOptionType.Channel
						? GuildBasedChannel | APIInteractionDataResolvedChannel
						: never;

/** What a command with these options is called with. */
export type ArgumentsOf<Options extends readonly Option[]> = {
	readonly [Given in Options[number] as Given['name']]: Given extends { readonly required: true }
		? ValueOf<Given>
		: ValueOf<Given> | undefined;
};

/**
 * The values given for a command's (or subcommand's) options, typed by its data.
 * @example const { image } = readArguments(data.options, interaction);
 */
export function readArguments<const Options extends readonly Option[]>(
	options: Options,
	interaction: Pick<ChatInputCommandInteraction, 'options'>,
): ArgumentsOf<Options> {
	const entries = options.map(({ name, type, required = false }) => {
		const given = interaction.options.get(name, required);
		if (type === ApplicationCommandOptionType.Attachment) return [name, given?.attachment];
		if (type === ApplicationCommandOptionType.Channel) return [name, given?.channel ?? undefined];
		return [name, given?.value];
	});
	// Discord checks values against the registered data, which is this data.
	return Object.fromEntries(entries) as ArgumentsOf<Options>;
}

import type { Attachment, ChatInputCommandInteraction, GuildBasedChannel } from 'discord.js';
import {
	type APIApplicationCommandBasicOption,
	type APIInteractionDataResolvedChannel,
	ApplicationCommandOptionType,
} from 'discord-api-types/v10';
import type { Constant } from './command.ts';

type Option = Constant<APIApplicationCommandBasicOption>;

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

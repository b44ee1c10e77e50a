import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described, named, readArguments } from '../../src/bot/kit.ts';
import type { Subcommand, SubcommandData } from '../shared/subcommands.ts';
import { changeSetting } from './apply.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'style',
	...described(({ settings }) => settings.style),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'style',
			...described(({ settings }) => settings.style.options.style),
			required: true,
			choices: [
				{ value: 'reply', ...named(({ settings }) => settings.styles.reply) },
				{ value: 'reaction', ...named(({ settings }) => settings.styles.reaction) },
				{ value: 'sure', ...named(({ settings }) => settings.styles.sure) },
			],
		},
	],
} as const satisfies SubcommandData;

export const style: Subcommand = {
	data,
	async execute(interaction, context, guildId) {
		const chosen = readArguments(data.options, interaction);
		await changeSetting(interaction, context, guildId, 'style', () => chosen);
	},
};

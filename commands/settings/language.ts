import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described, named, readArguments } from '../../src/bot/kit.ts';
import type { Subcommand, SubcommandData } from '../shared/subcommands.ts';
import { changeSetting } from './apply.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'language',
	...described(({ settings }) => settings.language),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'language',
			...described(({ settings }) => settings.language.options.language),
			required: true,
			choices: [
				{ value: 'auto', ...named(({ settings }) => settings.languages.auto) },
				{ value: 'en', ...named(({ settings }) => settings.languages.en) },
				{ value: 'ja', ...named(({ settings }) => settings.languages.ja) },
			],
		},
	],
} as const satisfies SubcommandData;

export const language: Subcommand = {
	data,
	async execute(interaction, context, guildId) {
		const chosen = readArguments(data.options, interaction).language;
		await changeSetting(interaction, context, guildId, 'language', () => ({
			locale: chosen === 'auto' ? null : chosen,
		}));
	},
};

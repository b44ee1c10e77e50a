import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described, readArguments } from '../../src/bot/kit.ts';
import type { Subcommand, SubcommandData } from '../shared/subcommands.ts';
import { changeSetting } from './apply.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'threshold',
	...described(({ settings }) => settings.threshold),
	options: [
		{
			type: ApplicationCommandOptionType.Integer,
			name: 'percent',
			...described(({ settings }) => settings.threshold.options.percent),
			min_value: 1,
			max_value: 99,
		},
	],
} as const satisfies SubcommandData;

export const threshold: Subcommand = {
	data,
	async execute(interaction, context, guildId) {
		const { percent } = readArguments(data.options, interaction);
		await changeSetting(interaction, context, guildId, 'threshold', () => ({
			threshold: percent === undefined ? null : percent / 100,
		}));
	},
};

import { ApplicationCommandOptionType, ChannelType } from 'discord-api-types/v10';
import { described, readArguments, requireWritable } from '../../src/bot/kit.ts';
import type { Subcommand, SubcommandData } from '../shared/subcommands.ts';
import { changeSetting } from './apply.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'log',
	...described(({ settings }) => settings.log),
	options: [
		{
			type: ApplicationCommandOptionType.Channel,
			name: 'channel',
			...described(({ settings }) => settings.log.options.channel),
			channel_types: [
				ChannelType.GuildText,
				ChannelType.GuildAnnouncement,
				ChannelType.PublicThread,
				ChannelType.PrivateThread,
			],
		},
	],
} as const satisfies SubcommandData;

export const log: Subcommand = {
	data,
	async execute(interaction, context, guildId) {
		const { channel } = readArguments(data.options, interaction);
		if (channel) requireWritable(interaction, channel.id);
		await changeSetting(interaction, context, guildId, 'log', () => ({ logChannelId: channel?.id ?? null }));
	},
};

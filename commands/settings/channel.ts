import { channelMention, MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType, ChannelType } from 'discord-api-types/v10';
import {
	described,
	type GuildSettings,
	MAX_CHANNEL_EXCEPTIONS,
	named,
	readArguments,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import type { Subcommand, SubcommandData } from '../shared/subcommands.ts';
import { applySetting, changeSetting } from './apply.ts';

const data = {
	type: ApplicationCommandOptionType.Subcommand,
	name: 'channel',
	...described(({ settings }) => settings.channel),
	options: [
		{
			type: ApplicationCommandOptionType.String,
			name: 'answer',
			...described(({ settings }) => settings.channel.options.answer),
			required: true,
			choices: [
				{ value: 'on', ...named(({ settings }) => settings.channel.choices.on) },
				{ value: 'off', ...named(({ settings }) => settings.channel.choices.off) },
				{ value: 'follow', ...named(({ settings }) => settings.channel.choices.follow) },
			],
		},
		{
			type: ApplicationCommandOptionType.Channel,
			name: 'channel',
			...described(({ settings }) => settings.channel.options.channel),
			channel_types: [
				ChannelType.GuildText,
				ChannelType.GuildAnnouncement,
				ChannelType.GuildCategory,
				ChannelType.GuildForum,
				ChannelType.GuildMedia,
				ChannelType.GuildVoice,
				ChannelType.GuildStageVoice,
				ChannelType.PublicThread,
				ChannelType.PrivateThread,
				ChannelType.AnnouncementThread,
			],
		},
	],
} as const satisfies SubcommandData;

type Answer = 'on' | 'off' | 'follow';

export const channel: Subcommand = {
	data,
	async execute(interaction, context, guildId) {
		const { answer, channel: chosen } = readArguments(data.options, interaction);
		if (!chosen) {
			await changeSetting(interaction, context, guildId, 'channels', () => ({
				everywhere: answer !== 'off',
			}));
			return;
		}
		await applySetting(interaction, context, guildId, 'channels', (settings) =>
			setChannel(settings, chosen.id, answer),
		);
		const { changed, channel: texts } = context.messages.commands.settings;
		await interaction.reply({
			content: changed(channelMention(chosen.id), texts.choices[answer]),
			flags: MessageFlags.Ephemeral,
		});
	},
};

/** @throws {UserError} `too-many-channels` */
export function setChannel(
	{ channels }: Pick<GuildSettings, 'channels'>,
	id: string,
	answer: Answer,
): Pick<GuildSettings, 'channels'> {
	const { [id]: _, ...others } = channels;
	if (answer === 'follow') return { channels: others };
	if (Object.keys(others).length >= MAX_CHANNEL_EXCEPTIONS) {
		throw new UserError('too-many-channels', { limit: MAX_CHANNEL_EXCEPTIONS });
	}
	return { channels: { ...others, [id]: answer === 'on' } };
}

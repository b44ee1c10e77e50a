import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/commands/localised.ts';
import type { Subcommand } from '../shared/subcommand.ts';
import { renderPanel } from './panel.ts';

export const show: Subcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'show',
		...described(({ settings }) => settings.show),
	},
	async execute(interaction, context, guildId) {
		const settings = await context.settings.get(guildId);
		await interaction.reply({
			...renderPanel(settings, interaction, context),
			flags: MessageFlags.Ephemeral,
		});
	},
};

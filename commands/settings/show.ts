import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/kit.ts';
import type { Subcommand } from '../shared/subcommands.ts';
import { renderConfirmation, renderPanel } from './panel.ts';

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

export const reset: Subcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'reset',
		...described(({ settings }) => settings.reset),
	},
	async execute(interaction, { messages }) {
		await interaction.reply({ ...renderConfirmation(messages), flags: MessageFlags.Ephemeral });
	},
};

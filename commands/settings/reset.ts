import { MessageFlags } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/commands/localised.ts';
import type { Subcommand } from '../shared/subcommand.ts';
import { renderConfirmation } from './panel.ts';

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

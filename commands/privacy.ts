import { MessageFlags } from 'discord.js';
import type { ChatInputCommand } from '../src/bot/commands/command.ts';
import { described } from '../src/bot/commands/localised.ts';
import { EVERYWHERE } from '../src/bot/commands/places.ts';

/** What happens to photos. */
export default {
	data: {
		name: 'privacy',
		...described(({ privacy }) => privacy),
		...EVERYWHERE,
	},
	async execute(interaction, { messages }) {
		await interaction.reply({ content: messages.commands.privacy.text, flags: MessageFlags.Ephemeral });
	},
} satisfies ChatInputCommand;

import { MessageFlags } from 'discord.js';
import { type ChatInputCommand, described, EVERYWHERE } from '../src/bot/kit.ts';

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

import { MessageFlags } from 'discord.js';
import { button, type ChatInputCommand, type Component, described, EVERYWHERE, row } from '../src/bot/kit.ts';

const PRIVACY = { name: 'privacy', version: 1 } as const;

/** The button below: all the rest, in the place of the short of it and below it. */
const details: Component = {
	...PRIVACY,
	async execute(interaction, _state, { messages }) {
		const { summary, text } = messages.commands.privacy;
		await interaction.update({ content: [summary, text].join('\n'), components: [] });
	},
};

/** What happens to photos: the short of it first. */
export default {
	data: {
		name: 'privacy',
		...described(({ privacy }) => privacy),
		...EVERYWHERE,
	},
	components: [details],
	async execute(interaction, { messages }) {
		const texts = messages.commands.privacy;
		await interaction.reply({
			content: texts.summary,
			components: [row(button(PRIVACY, 'details', texts.details))],
			flags: MessageFlags.Ephemeral,
		});
	},
} satisfies ChatInputCommand;

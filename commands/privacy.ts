import { MessageFlags } from 'discord.js';
import {
	button,
	type ChatInputCommand,
	type Component,
	described,
	EVERYWHERE,
	linkCommands,
	row,
} from '../src/bot/kit.ts';

const PRIVACY = { name: 'privacy', version: 1 } as const;

/** The button below: all the rest, in the place of the short of it and below it. */
const details: Component = {
	...PRIVACY,
	async execute(interaction, _state, { messages, mention }) {
		const { summary, text } = messages.commands.privacy;
		await interaction.update({ content: linkCommands([summary, text].join('\n'), mention), components: [] });
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
	async execute(interaction, { messages, mention }) {
		const texts = messages.commands.privacy;
		await interaction.reply({
			content: linkCommands(texts.summary, mention),
			components: [row(button(PRIVACY, 'details', texts.details))],
			flags: MessageFlags.Ephemeral,
		});
	},
} satisfies ChatInputCommand;

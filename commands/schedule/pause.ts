import { MessageFlags, userMention } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/kit.ts';
import { absolute, relative } from '../shared/schedule-text.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';

export const pause: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'pause',
		...described(({ schedule }) => schedule.pause),
	},
	async execute(interaction, { schedules, messages, guildLog }, classifier) {
		await schedules.pause(classifier, interaction.user.id);
		void guildLog.post(classifier, null, ({ commands }) =>
			commands.schedule.log.paused(userMention(interaction.user.id)),
		);
		await interaction.reply({ content: messages.commands.schedule.paused, flags: MessageFlags.Ephemeral });
	},
};

export const resume: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'resume',
		...described(({ schedule }) => schedule.resume),
	},
	async execute(interaction, { schedules, messages, guildLog }, classifier) {
		const schedule = await schedules.resume(classifier, interaction.user.id);
		void guildLog.post(classifier, null, ({ commands }) =>
			commands.schedule.log.resumed(userMention(interaction.user.id)),
		);
		const [next] = schedules.nextRuns(classifier, schedule, 1);
		const when = next ? `${absolute(next)} (${relative(next)})` : '–';
		await interaction.reply({
			content: messages.commands.schedule.resumed(when),
			flags: MessageFlags.Ephemeral,
		});
	},
};

import { MessageFlags, userMention } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { described } from '../../src/bot/commands/localised.ts';
import { requireTrainingRoom } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';
import { cancelRow } from './cancel-button.ts';
import { placeOf } from './show.ts';

export const run: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'run',
		...described(({ schedule }) => schedule.run),
	},
	async execute(interaction, context, classifier) {
		const { schedules, settings, catalogue, quotas, messages, mention, guildLog } = context;
		const schedule = await schedules.get(classifier);
		if (!schedule) throw new UserError('no-schedule', {});
		requireTrainingRoom(catalogue.dataset(classifier), quotas, Date.now());
		await schedules.runNow(classifier, interaction.user.id);
		void guildLog.post(classifier, null, ({ commands }) =>
			commands.schedule.log.ran(userMention(interaction.user.id)),
		);
		const texts = messages.commands.schedule;
		const { logChannelId } = await settings.get(classifier);
		const place = placeOf(schedule, logChannelId, texts.logChannel);
		await interaction.reply({
			content: texts.started(place, mention('schedule show')),
			components: [cancelRow(messages)],
			flags: MessageFlags.Ephemeral,
		});
	},
};

import { MessageFlags, userMention } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import {
	type Component,
	datasetToRead,
	described,
	escapeText,
	requireDatasetManager,
	versionText,
} from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { UserError } from '../../src/errors.ts';
import type { ClassifierSubcommand } from '../shared/subcommands.ts';
import { cancelRow, placeOf, renderStatus, SCHEDULE } from './show.ts';

export const run: ClassifierSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'run',
		...described(({ schedule }) => schedule.run),
	},
	async execute(interaction, context, classifier) {
		const { schedules, settings, trainingQuota, messages, mention, guildLog } = context;
		const schedule = await schedules.get(classifier);
		if (!schedule) throw new UserError('no-schedule', {});
		await requireTwoLabels(await datasetToRead(interaction, context));
		await trainingQuota.spend(classifier, () => schedules.runNow(classifier, interaction.user.id));
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

/** What the training would end with, said before it begins. @throws {UserError} `too-few-labels` */
async function requireTwoLabels(dataset: Dataset): Promise<void> {
	const labels = (await dataset.labels.list()).length;
	if (labels < 2) throw new UserError('too-few-labels', { labels });
}

/** The button that cancels the run of a schedule; where there is none any more, it shows how things are. */
export const component: Component = {
	...SCHEDULE,
	async execute(interaction, _state, context) {
		const classifier = requireDatasetManager(interaction, context);
		const { schedules, messages, predictorStatus } = context;
		if (!(await schedules.cancel(classifier, interaction.user.id))) {
			await interaction.update(await renderStatus(classifier, context));
			return;
		}
		const model = escapeText(versionText(predictorStatus().model, classifier));
		// How it ended is told where the result would have been.
		await interaction.update({ content: messages.commands.schedule.cancelling(model), components: [] });
	},
};

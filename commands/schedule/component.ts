import { escapeText } from '../../src/bot/answer/escape.ts';
import { versionText } from '../../src/bot/answer/version-text.ts';
import type { Component } from '../../src/bot/commands/command.ts';
import { requireDatasetManager } from '../../src/bot/interactions/dataset-manager.ts';
import { SCHEDULE } from './cancel-button.ts';
import { renderStatus } from './show.ts';

/** The button that cancels the run of a schedule; where there is none any more, it shows how things are. */
export const component: Component = {
	...SCHEDULE,
	async execute(interaction, _state, context) {
		const classifier = requireDatasetManager(interaction, context);
		const { schedules, messages, judgeStatus } = context;
		if (!(await schedules.cancel(classifier, interaction.user.id))) {
			await interaction.update(await renderStatus(classifier, context));
			return;
		}
		const model = escapeText(versionText(judgeStatus().model, classifier));
		// How it ended is told where the result would have been.
		await interaction.update({ content: messages.commands.schedule.cancelling(model), components: [] });
	},
};

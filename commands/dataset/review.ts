import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { defer, described } from '../../src/bot/kit.ts';
import type { DatasetSubcommand } from '../shared/subcommands.ts';
import { followsHost, renderFollows } from './review-message.ts';
import { drawReview } from './review-sheet.ts';

const START = { offset: 0, decision: 0 };

/** Shows the photos whose answer would teach most; what is done with them, `reviewComponent` does. */
export const review: DatasetSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'review',
		...described(({ dataset }) => dataset.review),
	},
	async execute(interaction, { messages, photoStore }, dataset) {
		await defer(interaction, { ephemeral: true });
		if (followsHost(interaction, dataset)) {
			await interaction.editReply(renderFollows(messages));
			return;
		}
		await interaction.editReply(await drawReview(START, { dataset, photoStore, messages }));
	},
};

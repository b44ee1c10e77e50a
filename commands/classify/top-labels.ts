import type { BaseInteraction } from 'discord.js';
import {
	type CommandContext,
	type Component,
	DEFAULT_SETTINGS,
	defer,
	type ImageAnswer,
	renderTopLabels,
	TOP_LABELS,
} from '../../src/bot/kit.ts';
import { recallAnswers } from './recall.ts';

/** The button below an answer: the three best labels of each picture, for whoever asks. */
export const topLabels: Component = {
	...TOP_LABELS,
	async execute(interaction, sourceId, context) {
		await defer(interaction, { ephemeral: true });
		const answers = await recallAnswers(interaction, sourceId, context);
		await interaction.editReply({
			content: await topLabelsText(answers, interaction, context),
		});
	},
};

/** The answer to somebody who asked: by the threshold of the guild they asked in, in their own language. */
export async function topLabelsText(
	answers: readonly ImageAnswer[],
	{ guildId }: BaseInteraction,
	context: Pick<CommandContext, 'settings' | 'predictorStatus' | 'locale'>,
): Promise<string> {
	const { threshold } = guildId ? await context.settings.get(guildId) : DEFAULT_SETTINGS;
	const { labels, names } = context.predictorStatus();
	return renderTopLabels(answers, {
		labels,
		names,
		threshold,
		locale: context.locale,
	});
}

import type { MessageComponentInteraction } from 'discord.js';
import { TOP_LABELS } from '../../src/bot/answer/render.ts';
import type { ImageAnswer } from '../../src/bot/answer/verdict.ts';
import type { Component } from '../../src/bot/commands/command.ts';
import type { CommandContext } from '../../src/bot/commands/context.ts';
import { defer } from '../../src/bot/interactions/acknowledge.ts';
import { fetchSource } from '../../src/bot/messages/fetch-source.ts';
import { refetchImage } from '../../src/bot/messages/question.ts';
import { UserError } from '../../src/errors.ts';
import { topLabelsText } from './top-labels-text.ts';

/** The button below an answer: the three best labels of each picture, for whoever asks. */
export const topLabels: Component = {
	...TOP_LABELS,
	async execute(interaction, sourceId, context) {
		await defer(interaction, { ephemeral: true });
		const answers = context.recentAnswers.get(sourceId) ?? (await judgeAgain(interaction, sourceId, context));
		await interaction.editReply({
			content: await topLabelsText(answers, interaction, context),
		});
	},
};

/** The answer was given too long ago to be remembered, so the message's pictures are fetched and judged once more. */
async function judgeAgain(
	interaction: MessageComponentInteraction,
	sourceId: string,
	context: CommandContext,
): Promise<readonly ImageAnswer[]> {
	const message = await fetchSource(interaction, sourceId);
	const images = context.imagesOf(message);
	if (images.length === 0) throw new UserError('message-without-image', {});
	const answers = await context.examine(images, { refetch: (image) => refetchImage(message, image) });
	context.recentAnswers.set(sourceId, answers);
	return answers;
}

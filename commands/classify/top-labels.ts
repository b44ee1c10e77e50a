import type { BaseInteraction, MessageComponentInteraction } from 'discord.js';
import {
	type CommandContext,
	type Component,
	DEFAULT_SETTINGS,
	defer,
	fetchSource,
	type ImageAnswer,
	refetchImage,
	renderTopLabels,
	TOP_LABELS,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';

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

/** The answer to somebody who asked: by the threshold of the guild they asked in, in their own language. */
export async function topLabelsText(
	answers: readonly ImageAnswer[],
	{ guildId }: BaseInteraction,
	context: Pick<CommandContext, 'settings' | 'predictorStatus' | 'locale'>,
): Promise<string> {
	const { threshold } = guildId ? await context.settings.get(guildId) : DEFAULT_SETTINGS;
	return renderTopLabels(answers, {
		labels: context.predictorStatus().labels,
		threshold,
		locale: context.locale,
	});
}

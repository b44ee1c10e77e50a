import type { BaseInteraction, MessageComponentInteraction } from 'discord.js';
import {
	type CommandContext,
	DEFAULT_SETTINGS,
	fetchSource,
	givenAnswers,
	type ImageAnswer,
	refetchImage,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { DEFAULT_CLASSIFIER } from '../../src/registry/version-name.ts';

/**
 * What was said of a message's pictures. Was that too long ago to be remembered, they are fetched and judged once more.
 * @throws {UserError} `message-gone`, `message-without-image`, and as `CommandContext.examine`
 */
export async function recallAnswers(
	interaction: MessageComponentInteraction,
	sourceId: string,
	context: CommandContext,
): Promise<readonly ImageAnswer[]> {
	const remembered = context.recentAnswers.get(sourceId);
	if (remembered) return remembered;
	const message = await fetchSource(interaction, sourceId);
	const images = context.imagesOf(message);
	if (images.length === 0) throw new UserError('message-without-image', {});
	const answers = await context.examine(images, { refetch: (image) => refetchImage(message, image) });
	context.recentAnswers.set(sourceId, answers);
	return answers;
}

/** For whoever presses a button below an answer to a command; counts it among the answers that can be contested. */
export async function rememberAnswers(
	answers: readonly ImageAnswer[],
	sourceId: string,
	interaction: BaseInteraction,
	context: CommandContext,
): Promise<void> {
	context.recentAnswers.set(sourceId, answers);
	const threshold = await thresholdOf(interaction, context);
	await context.contests.answered(placeOf(interaction), givenAnswers(answers, threshold));
}

/** By what the answers there are called sure; null for the model's own. */
export async function thresholdOf(
	{ guildId }: BaseInteraction,
	{ settings }: Pick<CommandContext, 'settings'>,
): Promise<number | null> {
	return (guildId ? await settings.get(guildId) : DEFAULT_SETTINGS).threshold;
}

/** Where answers are counted. */
export function placeOf({ guildId }: BaseInteraction): string {
	return guildId ?? DEFAULT_CLASSIFIER;
}

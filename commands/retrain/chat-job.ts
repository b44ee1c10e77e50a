import { userMention } from 'discord.js';
import { z } from 'zod';
import {
	type BotParts,
	type ChatOrder,
	type Ending,
	escapeText,
	orderSchema,
	type ProgressMessage,
	refusalText,
	type TrainingChatKind,
	type TrainingWish,
	versionText,
} from '../../src/bot/kit.ts';
import { isUserError } from '../../src/errors.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { networkWishSchema } from '../../src/train/import/wish.ts';
import { networkRecipeSchema } from '../../src/train/network/recipe.ts';
import { FINE_TUNE_WISHES, type TrainingOutcome } from '../../src/train/training.ts';
import type { NetworkLearning, TrainingProgress } from '../../src/train/training-progress.ts';
import { describeOutcome, renderTrainingResult } from '../shared/training-result.ts';
import { learningLines } from './learning.ts';
import { renderTraining, trainingTexts } from './render.ts';

/** Of a reason: the rest of a message is a line. */
const SHOWN_REASON = 1_800;

const WISH = z.object({
	classifier: z.string(),
	/** Photos to be collected first: of these labels (ids), or of all. */
	crawl: z.object({ labels: z.array(z.number().int()), wanted: z.number().int().positive() }).optional(),
	/** A network to import instead of training one. */
	network: networkWishSchema.optional(),
	force: z.boolean().optional(),
	by: z.string(),
	fineTune: z.enum(FINE_TUNE_WISHES).optional(),
	/** A network to train from scratch. */
	fromScratch: networkRecipeSchema.optional(),
	/** The host's model does not go on answering for what the new one does not know. */
	letGo: z.boolean().optional(),
});

type TrainingOrder = ChatOrder<TrainingWish>;
type TrainingEnding = Ending<TrainingProgress, TrainingOutcome>;

/** What is said of trainings that people ask for. */
export function trainingChat(bot: BotParts): TrainingChatKind {
	return {
		order: orderSchema(WISH),
		dataOf: ({ classifier, by, crawl, network, force, letGo, fineTune, fromScratch }) => ({
			classifier,
			by,
			crawl,
			network,
			force,
			letGo,
			fineTune,
			fromScratch,
			reason: 'command',
		}),
		isFromChat: ({ reason }) => reason === 'command',
		render: (state, { locale, crawl, network, fineTune, fromScratch }, isResumed) =>
			renderTraining(state, {
				messages: messagesFor(locale),
				crawls: crawl !== undefined,
				imports: network !== undefined,
				tunes: fineTune !== undefined,
				learns: fromScratch !== undefined,
				logger: bot.logger,
				isLocal: bot.crawler?.isLocal ?? false,
				isResumed,
			}),
		async conclude(ending, order, message) {
			if (ending.end.kind === 'finished')
				await tell({ outcome: ending.end.result, network: ending.progress?.network }, order, message, bot);
			else await message.conclude({ content: endingText(ending, order, bot), components: [] });
		},
		gaveUp: ({ locale, network }) => trainingTexts(messagesFor(locale), network !== undefined).gaveUp,
	};
}

/** Tells the server's admins, and shows the result; the training itself has entered what it changed. */
async function tell(
	{ outcome, network: learned }: { readonly outcome: TrainingOutcome; readonly network?: NetworkLearning },
	{ classifier, by, locale, network }: TrainingOrder,
	message: ProgressMessage,
	{ guildLog, mention, logger, predictors }: BotParts,
): Promise<void> {
	if (outcome.kind === 'trained') {
		if (outcome.promoted) await predictors.refresh();
		void guildLog.post(classifier, null, ({ commands }, logLocale) =>
			commands.retrain.log[network ? 'imported' : 'trained'](
				userMention(by),
				describeOutcome(outcome, { classifier, locale: logLocale }),
			),
		);
		// Before the pictures are drawn, which takes seconds: that it is over is known now.
		const messages = messagesFor(locale);
		const content = [
			trainingTexts(messages, network !== undefined).finished,
			...(learned ? learningLines(learned, messages) : []),
		].join('\n');
		await message.conclude({ content, components: [] });
	}
	const canAttach = await message.canAttach();
	const result = await renderTrainingResult(outcome, { classifier, locale, mention, canAttach, logger });
	// In a message of its own, so that those who look elsewhere see that there is something new.
	if (outcome.kind === 'trained') await message.follow(result);
	else await message.conclude(result);
}

/** What becomes of the message that showed the progress. */
function endingText(
	{ end, cancelledBy }: TrainingEnding,
	{ classifier, locale, network }: TrainingOrder,
	{ predictors, failures }: BotParts,
): string {
	const texts = trainingTexts(messagesFor(locale), network !== undefined);
	if (end.kind === 'failed') {
		const { error } = end;
		if (isUserError(error)) return texts.refused(refusalText(error, locale, SHOWN_REASON));
		return texts.failed(failures.report(error, { classifier }).details.reference);
	}
	if (end.kind === 'interrupted') return texts.interrupted;
	const serving = versionText(predictors.of(classifier).status().model, classifier);
	return texts.cancelled(cancelledBy && userMention(cancelledBy), escapeText(serving));
}

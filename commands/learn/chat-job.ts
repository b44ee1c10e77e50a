import { userMention } from 'discord.js';
import { z } from 'zod';
import {
	type BotParts,
	button,
	type ChatOrder,
	calledIn,
	type Ending,
	escapeText,
	type LearnChatKind,
	type LearnWish,
	type MessageContent,
	orderSchema,
	type ProgressMessage,
	refusalText,
	row,
	versionText,
} from '../../src/bot/kit.ts';
import { queriesFor } from '../../src/crawl/queries.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { displayName } from '../../src/model/display-names.ts';
import { DEFAULT_CLASSIFIER } from '../../src/registry/version-name.ts';
import { MIN_PICTURES } from '../../src/train/assemble-dataset.ts';
import type { TrainingOutcome } from '../../src/train/training.ts';
import type { TrainingProgress } from '../../src/train/training-progress.ts';
import { LEARN } from '../shared/learn-button.ts';
import { describeOutcome } from '../shared/training-result.ts';
import { listNames, renderLearning } from './render.ts';
import { renderLearned } from './result.ts';
import { formatLearn } from './state.ts';

/** Words that a source was asked for, of each name: a dozen names fit. */
const SHOWN_WORDS = 3;
const SHOWN_WORD = 30;

/** Of a reason: the rest of a message is a line. */
const SHOWN_REASON = 1_500;

const WISH = z.object({
	classifier: z.string(),
	/** Ids of the labels to be learned, and how many photos each is to have. */
	crawl: z.object({ labels: z.array(z.number().int()).min(1), wanted: z.number().int().positive() }),
	by: z.string(),
});

type LearnOrder = ChatOrder<LearnWish>;
type LearnEnding = Ending<TrainingProgress, TrainingOutcome>;

/** What is said of names that are being learned: one message, from the first step to the result. */
export function learnChat(bot: BotParts): LearnChatKind {
	return {
		order: orderSchema(WISH),
		dataOf: ({ classifier, by, crawl }) => ({ classifier, by, crawl, reason: 'learn' }),
		isFromChat: ({ reason }) => reason === 'learn',
		render: async (state, asked, isResumed) =>
			renderLearning(state, {
				messages: messagesFor(asked.locale),
				labels: await labelsOf(asked, bot),
				wanted: asked.crawl.wanted,
				others: await otherLabels(asked, bot),
				areKept: asked.classifier !== DEFAULT_CLASSIFIER,
				crawler: bot.crawler,
				isResumed,
			}),
		async conclude(ending, order, message) {
			if (ending.end.kind === 'finished') await tell(ending.end.result, order, message, bot);
			else await message.conclude(await renderEnding(ending, order, bot));
		},
		gaveUp: ({ locale }) => messagesFor(locale).commands.learn.gaveUp,
	};
}

/** Those that are still there. */
function labelsOf({ classifier, crawl }: LearnWish, { catalogue }: BotParts): Promise<Label[]> {
	return catalogue.dataset(classifier).labels.getAll(crawl.labels);
}

/** What is recognised by a model that knows other labels than are here, as the reader calls it. */
async function otherLabels(
	{ classifier, locale }: Pick<LearnOrder, 'classifier' | 'locale'>,
	{ catalogue, predictors }: BotParts,
): Promise<string[]> {
	const { labels: own } = catalogue.dataset(classifier);
	const { labels, names } = predictors.of(classifier).status();
	const others: string[] = [];
	for (const name of labels) if (!(await own.find(name))) others.push(displayName(name, names, locale));
	return others;
}

async function tell(
	outcome: TrainingOutcome,
	order: LearnOrder,
	message: ProgressMessage,
	bot: BotParts,
): Promise<void> {
	const { classifier, by } = order;
	if (outcome.kind === 'trained') {
		if (outcome.promoted) await bot.predictors.refresh();
		void bot.guildLog.post(classifier, null, ({ commands }, locale) =>
			commands.retrain.log.trained(userMention(by), describeOutcome(outcome, { classifier, locale })),
		);
	}
	await message.conclude(
		await renderLearned(outcome, {
			...order,
			labels: await labelsOf(order, bot),
			canAttach: await message.canAttach(),
			bot,
		}),
	);
}

/** What becomes of the message where it did not come to a result, and the way on from there. */
async function renderEnding(
	{ end, cancelledBy }: LearnEnding,
	order: LearnOrder,
	bot: BotParts,
): Promise<MessageContent> {
	const { classifier, locale, crawl } = order;
	const messages = messagesFor(locale);
	const texts = messages.commands.learn;
	const names = listNames({ labels: await labelsOf(order, bot), messages });
	const again = button(
		LEARN,
		formatLearn({ kind: 'again', course: { ...crawl, position: 0 } }),
		texts.again,
		'primary',
	);
	const components = [row(again)];
	if (end.kind === 'failed') {
		const { error } = end;
		if (lacksPhotos(error)) return { content: await renderTooFew(names, order, bot), components };
		const content = isUserError(error)
			? texts.refused(names, refusalText(error, locale, SHOWN_REASON))
			: texts.failed(names, bot.failures.report(error, { classifier }).details.reference);
		return { content, components };
	}
	// The next start goes on by itself.
	if (end.kind === 'interrupted') return { content: texts.interrupted(names), components: [] };
	const serving = escapeText(versionText(bot.predictors.of(classifier).status().model, classifier));
	return {
		content: texts.cancelled(names, cancelledBy && userMention(cancelledBy), serving),
		components,
	};
}

function lacksPhotos(error: unknown): boolean {
	return (
		isUserError(error, 'too-few-labels') ||
		isUserError(error, 'too-few-photos') ||
		isUserError(error, 'labels-not-ready')
	);
}

/** What was found of each name, by which words, and what to try. */
async function renderTooFew(names: string, order: LearnOrder, bot: BotParts): Promise<string> {
	const texts = messagesFor(order.locale).commands.learn;
	const { photos } = bot.catalogue.dataset(order.classifier);
	const drawn = bot.crawler?.localLabels ?? [];
	const found: string[] = [];
	for (const label of await labelsOf(order, bot)) {
		const words = queriesFor(label).map(({ text }) => escapeText(text, SHOWN_WORD));
		const count = await photos.count(label.id);
		found.push(
			`-# ${texts.found(escapeText(calledIn(label, order.locale)), count, words.slice(0, SHOWN_WORDS))}`,
		);
	}
	return [
		texts.tooFew(names, MIN_PICTURES),
		...found,
		drawn.length > 0 ? texts.drawnOnly(drawn.map((name) => escapeText(name))) : texts.tryWords,
	].join('\n');
}

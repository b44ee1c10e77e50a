import { userMention } from 'discord.js';
import { z } from 'zod';
import {
	type BotParts,
	button,
	type ChatOrder,
	type Ending,
	escapeText,
	type LearnChatKind,
	type LearnWish,
	type MessageContent,
	orderSchema,
	type ProgressMessage,
	type Row,
	refusalText,
	row,
	versionText,
} from '../../src/bot/kit.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { displayName } from '../../src/model/display-names.ts';
import { DEFAULT_CLASSIFIER } from '../../src/registry/version-name.ts';
import { MIN_PICTURES, type TrainingOutcome } from '../../src/train/training.ts';
import type { TrainingProgress } from '../../src/train/training-progress.ts';
import { removalRow, withoutPhotos } from '../shared/label-removal.ts';
import { LEARN } from '../shared/next-steps.ts';
import { describeOutcome } from '../shared/training-result.ts';
import { foundText, listNames, renderLearning } from './render.ts';
import { renderLearned } from './result.ts';
import { formatLearn } from './state.ts';

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
	const labels = await labelsOf(order, bot);
	await message.conclude(
		await renderLearned(outcome, {
			...order,
			labels,
			empty: await withoutPhotos(
				labels.filter(({ name }) => outcome.kind === 'unchanged' || !outcome.labels.includes(name)),
				classifier,
				bot,
			),
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
		if (lacksPhotos(error)) return renderTooFew(names, order, components, bot);
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
async function renderTooFew(
	names: string,
	order: LearnOrder,
	components: readonly Row[],
	bot: BotParts,
): Promise<MessageContent> {
	const messages = messagesFor(order.locale);
	const texts = messages.commands.learn;
	const { photos } = bot.catalogue.dataset(order.classifier);
	const drawn = bot.crawler?.localLabels ?? [];
	const labels = await labelsOf(order, bot);
	const found: string[] = [];
	for (const label of labels) found.push(`-# ${foundText(label, await photos.count(label.id), messages)}`);
	const empty = await withoutPhotos(labels, order.classifier, bot);
	return {
		content: [
			texts.tooFew(names, MIN_PICTURES),
			...found,
			drawn.length > 0 ? texts.drawnOnly(drawn.map((name) => escapeText(name))) : texts.tryWords,
		].join('\n'),
		components: [...components, ...removalRow(empty, messages)],
	};
}

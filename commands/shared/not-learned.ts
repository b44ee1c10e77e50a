import { type CommandContext, escapeText, versionText } from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { displayName } from '../../src/model/display-names.ts';
import { labelsNotLearned, type NotLearned } from '../../src/train/not-learned.ts';
import { MIN_PICTURES } from '../../src/train/training.ts';

/** Labels that are named; more are counted. */
const NAMED_LABELS = 12;

export interface Ahead {
	readonly classifier: string;
	/** Photos that each label is to have before the training, if any are collected. */
	readonly wanted?: number;
}

/** What the next training will not know of what is recognised now; the dataset is the one that the server goes by. */
export async function notLearnedNext(
	dataset: Dataset,
	{ classifier, wanted = 0 }: Ahead,
	{ registry }: Pick<CommandContext, 'registry'>,
): Promise<NotLearned | undefined> {
	const learned = (await dataset.stats()).labels.filter(
		({ accepted, duplicates }) => Math.max(accepted - duplicates, wanted) >= MIN_PICTURES,
	);
	return labelsNotLearned(
		classifier,
		registry,
		learned.map(({ label }) => label.name),
	);
}

/** What becomes of labels that are recognised now and that the new model will not know. */
export function notLearnedLine(
	{ labels, names, model, isKept }: NotLearned,
	classifier: string,
	{ messages, mention }: Pick<CommandContext, 'messages' | 'mention'>,
): string {
	const texts = messages.commands.retrain;
	const called = (label: string) => `**${escapeText(displayName(label, names, messages.locale))}**`;
	const named = labels.slice(0, NAMED_LABELS).map(called);
	const listed = messages.bot.answer.labels(named, labels.length - named.length);
	const learn = mention('learn');
	return isKept
		? texts.keeps(listed, escapeText(versionText(model, classifier)), learn)
		: texts.forgets(listed, learn);
}

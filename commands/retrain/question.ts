import {
	button,
	type CommandContext,
	calledIn,
	escapeText,
	fitLines,
	MAX_SUGGESTIONS,
	type MessageContent,
	onlyText,
	row,
	suggestLabels,
	versionText,
} from '../../src/bot/kit.ts';
import type { Dataset, Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { NetworkRecipe } from '../../src/train/network/recipe.ts';
import { labelsNotLearned } from '../../src/train/not-learned.ts';
import { MIN_PICTURES } from '../../src/train/training.ts';
import { RETRAIN } from '../shared/next-steps.ts';
import { notLearnedLine } from '../shared/not-learned.ts';
import { formatStart, type StartWish } from './start-state.ts';

/** Labels to collect photos of that can be named: the ids of so many fit into a button. */
export const MAX_CHOSEN = 12;

/** Rough pace, with room for a busy host: starting, looking at a photo (all its views), and collecting one. */
const START_SECONDS = 30;
const PHOTO_SECONDS = 0.2;
const CRAWL_SECONDS = 1;
/** Of fine-tuning: two minutes of one core for a hundred photos (docs/training.md). */
const TUNE_SECONDS = 1.2;
/** Of a network from scratch, an epoch, at 32 pixels a side: half of what two free cores do (docs/network.md). */
const LEARN_SECONDS = 1 / 300;

export interface QuestionOptions extends StartWish {
	/** Whether the dataset is the server's own, or the host's that it follows. */
	readonly isOwn: boolean;
	readonly classifier: string;
	readonly context: Pick<CommandContext, 'messages' | 'mention' | 'predictorStatus' | 'crawler' | 'registry'>;
}

interface LabelPhotos {
	readonly name: string;
	/** As the reader calls it. */
	readonly called: string;
	readonly photos: number;
	/** How many it will have, as far as photos can be found. */
	readonly expected: number;
}

/** Says what will happen, and asks whether it shall. */
export async function renderQuestion(dataset: Dataset, options: QuestionOptions): Promise<MessageContent> {
	const { crawl, classifier, context } = options;
	const texts = context.messages.commands.retrain;
	const labels = await labelPhotos(dataset, crawl, context.messages.locale);
	const ready = labels.filter(({ expected }) => expected >= MIN_PICTURES);
	if (ready.length < 2) {
		const lines = [
			texts.tooFewLabels(MIN_PICTURES, context.mention('crawl')),
			...labels.map((label) => labelLine(label, context.messages)),
		];
		return onlyText(fitLines([lines], (all) => all, texts.more));
	}
	const learned = ready.map(({ name }) => name);
	const notLearned = await labelsNotLearned(classifier, context.registry, learned);
	const lines = [
		...questionLines(dataset, labels, options),
		...(notLearned ? [notLearnedLine(notLearned, classifier, context)] : []),
	];
	return {
		content: fitLines([lines], (all) => all, texts.more),
		components: [
			row(
				button(RETRAIN, formatStart(options), texts.start, 'primary'),
				...(notLearned?.isKept
					? [button(RETRAIN, formatStart(options, true), texts.startLettingGo, 'danger')]
					: []),
				button(RETRAIN, 'leave', texts.leave),
			),
		],
	};
}

function questionLines(dataset: Dataset, labels: readonly LabelPhotos[], options: QuestionOptions): string[] {
	const { crawl, isOwn, tunes, fromScratch, context } = options;
	const texts = context.messages.commands.retrain;
	const isShort = ({ expected }: LabelPhotos) => expected < MIN_PICTURES;
	const served = escapeText(versionText(context.predictorStatus().model, dataset.classifier));
	return [
		texts.question,
		...(isOwn ? [] : [texts.followed]),
		...(crawl ? [texts.collects(crawledNames(crawl.labels, context.messages), crawl.wanted)] : []),
		...(crawl && context.crawler?.isLocal ? [texts.local] : []),
		...(tunes ? [texts.tunes] : []),
		...(fromScratch ? scratchLines(fromScratch, texts) : []),
		texts.takes(minutes(labels, photoSeconds(options))),
		texts.goesOn(served),
		...labels
			.filter(isShort)
			.map(({ called, photos }) => texts.missing(escapeText(called), photos, MIN_PICTURES - photos)),
		...labels.filter((label) => !isShort(label)).map((label) => labelLine(label, context.messages)),
	];
}

/** Copies of a picture count once, as in training. */
async function labelPhotos(
	dataset: Dataset,
	crawl: QuestionOptions['crawl'],
	locale: Locale,
): Promise<LabelPhotos[]> {
	return (await dataset.stats()).labels.map(({ label, accepted, duplicates }) => {
		const photos = accepted - duplicates;
		const grows = crawl && (crawl.labels.length === 0 || crawl.labels.some(({ id }) => id === label.id));
		const called = calledIn(label, locale);
		return { name: label.name, called, photos, expected: grows ? Math.max(photos, crawl.wanted) : photos };
	});
}

function labelLine({ called, photos, expected }: LabelPhotos, { commands }: Messages): string {
	const { label, grows } = commands.retrain;
	return `- ${expected > photos ? grows(escapeText(called), photos, expected) : label(escapeText(called), photos)}`;
}

function crawledNames(labels: readonly Label[], messages: Messages): string {
	if (labels.length === 0) return messages.commands.retrain.allLabels;
	return labelNames(
		labels.map((label) => calledIn(label, messages.locale)),
		messages,
	);
}

/** Labels that are named; more are counted. */
const NAMED_LABELS = 12;

function labelNames(labels: readonly string[], { bot }: Messages): string {
	const named = labels.slice(0, NAMED_LABELS).map((name) => `**${escapeText(name)}**`);
	return bot.answer.labels(named, labels.length - named.length);
}

function scratchLines(
	{ architecture, side, epochs, augmentation }: NetworkRecipe,
	texts: Messages['commands']['retrain'],
): string[] {
	const { scratch, scratchExpect, augmentations } = texts;
	return [scratch(architecture, side, epochs, augmentations[augmentation]), scratchExpect];
}

/** What a photo takes, from beginning to end. */
function photoSeconds({ tunes, fromScratch }: StartWish): number {
	if (fromScratch) return PHOTO_SECONDS + fromScratch.epochs * LEARN_SECONDS * (fromScratch.side / 32) ** 2;
	return tunes ? PHOTO_SECONDS + TUNE_SECONDS : PHOTO_SECONDS;
}

function minutes(labels: readonly LabelPhotos[], photoSeconds: number): number {
	const photos = labels.reduce((sum, { expected }) => sum + expected, 0);
	const toCollect = labels.reduce((sum, label) => sum + label.expected - label.photos, 0);
	return Math.ceil((START_SECONDS + photos * photoSeconds + toCollect * CRAWL_SECONDS) / 60);
}

/** Discord's limit of a suggestion's name and value. */
const MAX_VALUE = 100;

const SEPARATORS = /[,、,]/;

/** Suggests how a list of labels, set apart by commas, may go on: with each label that is not in it. */
export async function suggestList(
	dataset: Dataset,
	typed: string,
	locale: Locale,
): Promise<{ name: string; value: string }[]> {
	const parts = typed.split(SEPARATORS).map((part) => part.trim());
	const last = parts.pop() ?? '';
	const known = await dataset.labels.findAll(parts);
	const before = known.map(({ name }) => `${name}, `).join('');
	return (await suggestLabels(dataset, last, locale))
		.filter(({ value }) => !known.some(({ name }) => name === value))
		.map(({ name, value }) => ({ name: before + name, value: before + value }))
		.filter(({ value }) => value.length <= MAX_VALUE)
		.slice(0, MAX_SUGGESTIONS);
}

import type { Locale } from '../../i18n/locale.ts';
import { describeError, messagesFor } from '../../i18n/messages.ts';
import { displayName, type LabelNames, predictionIn } from '../../model/display-names.ts';
import { ifItHadToBeOne } from '../../model/prediction.ts';
import { button, type MessageContent, onlyText, type Row, row } from '../ui/components.ts';
import { escapeText, fitLines, MAX_CONTENT, shownModel } from './text.ts';
import { type ImageAnswer, verdictOf } from './verdict.ts';

export interface AnswerContext {
	/** All labels of the model, in training order. */
	readonly labels: readonly string[];
	/** What they are called in other languages. */
	readonly names?: LabelNames;
	readonly threshold: number | null;
	readonly locale: Locale;
}

/** The button below an answer; its state is the id of the message with the pictures. */
export const TOP_LABELS = { name: 'top', version: 1 } as const;

/** The button that asks why; its state is the same, or `WHY_HERE`. */
export const WHY = { name: 'why', version: 1 } as const;

/** The button that says that an answer is not right; its state begins with the same. */
export const WRONG = { name: 'wrong', version: 1 } as const;

/** The pictures are in the very message that has the button. */
export const WHY_HERE = 'here';

/** How much of what somebody named is shown: everything when it fits, less when a message is full. */
interface Detail {
	readonly labelCharacters: number;
	/** Labels listed in “none of …”. */
	readonly labels: number;
	readonly refusalCharacters: number;
}

const DETAILS: readonly Detail[] = [
	{ labelCharacters: 60, labels: 12, refusalCharacters: 400 },
	{ labelCharacters: 40, labels: 4, refusalCharacters: 160 },
	{ labelCharacters: 24, labels: 2, refusalCharacters: 120 },
];

/** Of a photo that is none of them: one line, also on a phone. */
const FEW = { labelCharacters: 24, labels: 5 };

/**
 * The reply to a message with pictures: a line for each, the model's version in small print, buttons for more. Pictures
 * of which none shows any of the labels get one short line together and nothing else.
 * @param sourceId the message with the pictures; without it there is no button
 */
export function renderAnswers(
	given: readonly ImageAnswer[],
	context: AnswerContext,
	sourceId?: string,
): MessageContent {
	const answers = answersIn(given, context.locale);
	if (areStrangers(answers, context.threshold)) return onlyText(renderStrangers(answers, context));
	const footer = renderModels(answers, context.locale);
	const content = fitLines(
		DETAILS,
		(detail) => numbered(answers, (answer) => describe(answer, context, detail)),
		messagesFor(context.locale).bot.answer.more,
		MAX_CONTENT - footer.length,
	);
	return {
		content: content + footer,
		components: sourceId && hasPrediction(answers) ? [buttons(sourceId, context.locale)] : [],
	};
}

/** The three best labels of every picture, with bars; the first one stands out when it is the answer. */
export function renderTopLabels(given: readonly ImageAnswer[], context: AnswerContext): string {
	const answers = answersIn(given, context.locale);
	const footer = renderModels(answers, context.locale);
	const content = fitLines(
		DETAILS,
		(detail) => numbered(answers, (answer) => describeTop(answer, context, detail)),
		messagesFor(context.locale).bot.answer.more,
		MAX_CONTENT - footer.length,
	);
	return content + footer;
}

/** Answers in the reader's words. */
function answersIn(answers: readonly ImageAnswer[], locale: Locale): ImageAnswer[] {
	return answers.map((answer) =>
		'prediction' in answer ? { ...answer, prediction: predictionIn(answer.prediction, locale) } : answer,
	);
}

/** Whether all that there is to say is that no picture shows any of the labels. */
export function areStrangers(answers: readonly ImageAnswer[], threshold: number | null): boolean {
	return (
		answers.length > 0 &&
		answers.every((answer) => 'prediction' in answer && verdictOf(answer.prediction, threshold) === 'unknown')
	);
}

function renderStrangers(answers: readonly ImageAnswer[], { labels, names, locale }: AnswerContext): string {
	const texts = messagesFor(locale).bot.answer;
	const listed = listLabels(labels, { locale, names, ...FEW });
	const text = answers.length === 1 ? texts.unknown(listed) : texts.allUnknown(listed, answers.length);
	return answers.some(({ spoiler }) => spoiler) ? `||${text}||` : text;
}

/** Several pictures are told apart by number, as they are on the strip beside; spoilers stay covered. */
function numbered(
	answers: readonly ImageAnswer[],
	describeAnswer: (answer: ImageAnswer) => string,
): string[] {
	return answers.map((answer, index) => {
		const description = describeAnswer(answer);
		const text = answer.spoiler ? `||${description}||` : description;
		if (answers.length === 1) return text;
		return description.includes('\n') ? `**${index + 1}**\n${text}` : `${index + 1}. ${text}`;
	});
}

function describe(
	answer: ImageAnswer,
	{ labels, names, threshold, locale }: AnswerContext,
	detail: Detail,
): string {
	if ('refusal' in answer) return describeRefusal(answer, locale, detail);
	const {
		bot: { answer: texts },
		percent,
	} = messagesFor(locale);
	const [best] = answer.prediction.ranking;
	const verdict = verdictOf(answer.prediction, threshold);
	if (verdict === 'unknown' || !best) return texts.unknown(listLabels(labels, { locale, names, ...detail }));
	const label = escapeText(best.label, detail.labelCharacters);
	return verdict === 'sure'
		? texts.sure(label, percent(best.confidence))
		: texts.unsure(label, percent(best.confidence));
}

function describeTop(answer: ImageAnswer, context: AnswerContext, detail: Detail): string {
	if ('refusal' in answer) return describeRefusal(answer, context.locale, detail);
	const {
		bot: { answer: texts },
		percent,
	} = messagesFor(context.locale);
	const verdict = verdictOf(answer.prediction, context.threshold);
	const { ranking } = answer.prediction;
	const shown = verdict === 'unknown' ? ifItHadToBeOne(ranking) : ranking;
	const top = shown.slice(0, 3).map(({ label, confidence }, index) => {
		const name = escapeText(label, Math.floor(detail.labelCharacters / 2));
		return `${bar(confidence)} ${verdict === 'sure' && index === 0 ? `**${name}**` : name} ${percent(confidence)}`;
	});
	if (verdict === 'unknown') return [describe(answer, context, detail), texts.ifItHadTo, ...top].join('\n');
	if (verdict === 'unsure') return [texts.notSure, ...top].join('\n');
	return top.join('\n');
}

function describeRefusal(
	{ refusal }: Extract<ImageAnswer, { refusal: unknown }>,
	locale: Locale,
	{ refusalCharacters }: Detail,
): string {
	return `⚠️ ${escapeText(describeError(refusal, locale, 'chat'), refusalCharacters)}`;
}

interface LabelListOptions extends Partial<Pick<Detail, 'labels' | 'labelCharacters'>> {
	readonly locale: Locale;
	readonly names?: LabelNames;
}

/** Labels as a list in the given language, escaped; the last ones only counted when there are many. */
export function listLabels(
	labels: readonly string[],
	{ locale, names, ...detail }: LabelListOptions,
): string {
	const { labels: listed, labelCharacters } = { ...DETAILS[0], ...detail };
	const shown = labels
		.slice(0, listed)
		.map((label) => escapeText(displayName(label, names, locale), labelCharacters));
	return messagesFor(locale).bot.answer.labels(shown, labels.length - shown.length);
}

function bar(fraction: number): string {
	const filled = Math.round(fraction * 10);
	return '▰'.repeat(filled) + '▱'.repeat(10 - filled);
}

/** One line of small print; two models only when one took the other's place while a message was being judged. */
function renderModels(answers: readonly ImageAnswer[], locale: Locale): string {
	const models = new Set(
		answers.flatMap((answer) => ('prediction' in answer ? [answer.prediction.model] : [])),
	);
	if (models.size === 0) return '';
	const names = [...models].map((model) => escapeText(shownModel(model), 120)).join(', ');
	return `\n-# ${messagesFor(locale).bot.answer.model(names)}`;
}

/** Whether there is anything to tell more about. */
export function hasPrediction(answers: readonly ImageAnswer[]): boolean {
	return answers.some((answer) => 'prediction' in answer);
}

/**
 * The buttons that ask why, and say that it is not right.
 * @param state the id of the message with the pictures, or `WHY_HERE`
 */
export function whyRow(state: string, locale: Locale): Row {
	return row(whyButton(state, locale), wrongButton(state, locale));
}

function buttons(sourceId: string, locale: Locale): Row {
	const { top } = messagesFor(locale).bot.answer;
	return row(button(TOP_LABELS, sourceId, top), whyButton(sourceId, locale), wrongButton(sourceId, locale));
}

function whyButton(state: string, locale: Locale) {
	return button(WHY, state, messagesFor(locale).explain.button);
}

function wrongButton(state: string, locale: Locale) {
	return button(WRONG, state, messagesFor(locale).correction.button);
}

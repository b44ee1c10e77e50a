import { escapeText, MAX_CONTENT, shownModel, verdictOf } from '../../../src/bot/kit.ts';
import type { Locale } from '../../../src/i18n/locale.ts';
import { messagesFor } from '../../../src/i18n/messages.ts';
import type { Explanation } from '../../../src/registry/explain.ts';
import type { NearestPhoto, Neighbours } from '../../../src/report/why/nearest.ts';
import { decisionWords, heatWords, likenessWords, neighbourWords } from '../../../src/report/why/words.ts';
import { creditMarkdown } from '../../shared/credit.ts';

export interface ExplanationTextOptions {
	/** The picture's, where a message has several. */
	readonly number?: number;
	readonly spoiler: boolean;
	/** The guild's own; null for the model's. */
	readonly threshold: number | null;
	readonly canAttach: boolean;
	/** Further lines below. */
	readonly notes?: readonly string[];
	readonly locale: Locale;
}

/** Characters of a title or author, from roomy to tight. */
const NAME_CHARACTERS = [60, 30, 15];
const LABEL_CHARACTERS = 60;

/**
 * An explanation in words, with the credits of as many of its neighbours as have room; no photo may be shown whose credit
 * has none.
 * @returns the text, and how many neighbours it credits
 */
export function explanationText(
	explanation: Explanation,
	neighbours: Neighbours,
	options: ExplanationTextOptions,
): { readonly content: string; readonly credited: number } {
	for (let credited = options.canAttach ? neighbours.shown.length : 0; ; credited--) {
		for (const characters of NAME_CHARACTERS) {
			const shown = neighbours.shown.slice(0, credited);
			const content = compose(explanation, { ...neighbours, shown }, characters, options);
			if (content.length <= MAX_CONTENT || credited === 0) return { content, credited };
		}
	}
}

function compose(
	explanation: Explanation,
	neighbours: Neighbours,
	nameCharacters: number,
	options: ExplanationTextOptions,
): string {
	const { canAttach, locale, threshold } = options;
	const { bot, explain } = messagesFor(locale);
	const verdict = verdictOf(explanation.prediction, threshold);
	const least = threshold ?? explanation.threshold;
	const body = [
		...decisionWords(explanation, { verdict, least }, { name, strong, locale }),
		...(canAttach
			? [
					...heatWords(explanation, { name, locale }),
					...credits(explanation, neighbours, nameCharacters, locale),
				]
			: [explain.cannotAttach]),
	].join('\n');
	return [
		explain.title(options.number ?? null),
		options.spoiler ? `||${body}||` : body,
		...(options.notes ?? []),
		`-# ${bot.answer.model(escapeText(shownModel(explanation.prediction.model), 120))}`,
	].join('\n');
}

function credits(
	explanation: Explanation,
	neighbours: Neighbours,
	nameCharacters: number,
	locale: Locale,
): string[] {
	const messages = messagesFor(locale);
	const { heading, notes } = neighbourWords(explanation, neighbours, { name, locale });
	const line = ({ photo, similarity }: NearestPhoto, index: number) =>
		messages.explain.nearest.similarity(
			creditMarkdown(photo, index + 1, messages, nameCharacters),
			likenessWords(similarity, explanation.middle, locale),
		);
	return [...(heading === undefined ? [] : [heading, ...neighbours.shown.map(line)]), ...notes];
}

function name(label: string): string {
	return escapeText(label, LABEL_CHARACTERS);
}

function strong(label: string): string {
	return `**${name(label)}**`;
}

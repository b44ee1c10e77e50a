import { escapeText, MAX_CONTENT, shownModel, verdictOf } from '../../../src/bot/kit.ts';
import { exactPercent } from '../../../src/i18n/format.ts';
import type { Locale } from '../../../src/i18n/locale.ts';
import { type Messages, messagesFor } from '../../../src/i18n/messages.ts';
import type { Explanation } from '../../../src/registry/explain.ts';
import { LEAST_DROP } from '../../../src/report/heat-map.ts';
import { creditMarkdown } from '../../shared/credit.ts';
import type { NearestPhoto, Neighbours } from './nearest.ts';

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
	const { bot, explain } = messagesFor(options.locale);
	const body = [
		...decision(explanation, options),
		...(options.canAttach
			? [
					...heat(explanation, options.locale),
					...credits(explanation, neighbours, nameCharacters, options.locale),
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

function decision(
	{ prediction, threshold: own }: Explanation,
	{ locale, threshold }: ExplanationTextOptions,
): string[] {
	const { explain, percent } = messagesFor(locale);
	const [best, second] = prediction.ranking;
	const label = escapeText(best.label, LABEL_CHARACTERS);
	const least = threshold ?? own;
	// “70 %, and it takes 70 %” would explain nothing.
	const isClose = percent(best.confidence) === percent(least);
	const [confidence, needed] = [best.confidence, least].map(isClose ? exactPercent : percent);
	const runnerUp = second
		? [explain.runnerUp(escapeText(second.label, LABEL_CHARACTERS), percent(second.confidence))]
		: [];
	switch (verdictOf(prediction, threshold)) {
		case 'sure':
			return [explain.sure(label, confidence, needed), ...runnerUp];
		case 'unsure':
			return [explain.unsure(label, confidence, needed), ...runnerUp];
		case 'unknown':
			return [explain.unknown(label, percent(prediction.unknownScore))];
	}
}

/** What the colours say, and how much they weigh. */
function heat({ prediction, heat }: Explanation, locale: Locale): string[] {
	const { explain, percent } = messagesFor(locale);
	const texts = explain.heat;
	const { label, confidence } = prediction.ranking[0];
	const name = escapeText(label, LABEL_CHARACTERS);
	const strongest = Math.max(...heat.drops);
	const against = Math.min(...heat.drops) <= -LEAST_DROP ? [texts.against(name)] : [];
	return strongest >= LEAST_DROP
		? [texts.decides(name, percent(confidence), percent(Math.max(0, confidence - strongest))), ...against]
		: [texts.nothing, ...against];
}

function credits(
	{ prediction, nearest, middle }: Explanation,
	{ shown, missing, withheld }: Neighbours,
	nameCharacters: number,
	locale: Locale,
): string[] {
	const messages = messagesFor(locale);
	const texts = messages.explain.nearest;
	const label = escapeText(prediction.ranking[0].label, LABEL_CHARACTERS);
	if (nearest.length === 0) return [texts.none(label)];
	const line = ({ photo, similarity }: NearestPhoto, index: number) =>
		texts.similarity(
			creditMarkdown(photo, index + 1, messages, nameCharacters),
			texts.likeness[likeness(similarity, middle)],
		);
	const isOpenverse = shown.some(({ photo }) => photo.provenance.source === 'openverse');
	const others = [
		...(missing > 0 ? [shown.length > 0 ? texts.missing(missing) : texts.allMissing(label)] : []),
		...(withheld > 0 ? [texts.withheld(withheld)] : []),
	];
	return [
		...(shown.length > 0 ? [texts.heading(label), ...shown.map(line)] : []),
		...others,
		...(isOpenverse ? [messages.commands.dataset.openverse] : []),
	];
}

/** Where nothing tells how alike a picture of the label has to be. */
const USUAL_MIDDLE = 0.5;

/**
 * A similarity in words, by how far it is from the one at which a picture might as well be of no label: the numbers
 * themselves are all close to 1.
 */
function likeness(
	similarity: number,
	middle: number | null,
): keyof Messages['explain']['nearest']['likeness'] {
	const used = (1 - similarity) / (1 - (middle ?? USUAL_MIDDLE));
	if (used <= 0.25) return 'same';
	if (used <= 0.75) return 'very';
	if (used <= 1) return 'alike';
	return used <= 1.5 ? 'somewhat' : 'hardly';
}

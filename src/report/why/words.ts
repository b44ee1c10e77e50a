import { exactPercent } from '../../i18n/format.ts';
import type { Locale } from '../../i18n/locale.ts';
import { type Messages, messagesFor } from '../../i18n/messages.ts';
import type { Verdict } from '../../model/prediction.ts';
import type { Explanation } from '../../registry/explain.ts';
import { LEAST_DROP } from '../heat-map.ts';
import type { Neighbours } from './nearest.ts';

/** How labels are written where the words go. */
export interface WordsOptions {
	/** A label, escaped. */
	readonly name: (label: string) => string;
	/** The label that it is about, where it comes first. */
	readonly strong: (label: string) => string;
	readonly locale: Locale;
}

/**
 * What a photo was judged, by which numbers.
 * @param least confidence that it takes for an answer
 */
export function decisionWords(
	{ prediction }: Pick<Explanation, 'prediction'>,
	{ verdict, least }: { readonly verdict: Verdict; readonly least: number },
	{ name, strong, locale }: WordsOptions,
): string[] {
	const { explain, percent } = messagesFor(locale);
	const [best, second] = prediction.ranking;
	const label = strong(best.label);
	// “70 %, and it takes 70 %” would explain nothing.
	const isClose = percent(best.confidence) === percent(least);
	const [confidence, needed] = [best.confidence, least].map(isClose ? exactPercent : percent);
	const runnerUp = second ? [explain.runnerUp(name(second.label), percent(second.confidence))] : [];
	switch (verdict) {
		case 'sure':
			return [explain.sure(label, confidence, needed), ...runnerUp];
		case 'unsure':
			return [explain.unsure(label, confidence, needed), ...runnerUp];
		case 'unknown':
			return [explain.unknown(label, percent(prediction.unknownScore))];
	}
}

/** What the colours say, and how much they weigh. */
export function heatWords(
	{ prediction, heat }: Pick<Explanation, 'prediction' | 'heat'>,
	{ name, locale }: Pick<WordsOptions, 'name' | 'locale'>,
): string[] {
	const { explain, percent } = messagesFor(locale);
	const texts = explain.heat;
	const [{ label, confidence }] = prediction.ranking;
	const strongest = Math.max(...heat.drops);
	const against = Math.min(...heat.drops) <= -LEAST_DROP ? [texts.against(name(label))] : [];
	return strongest >= LEAST_DROP
		? [
				texts.decides(name(label), percent(confidence), percent(Math.max(0, confidence - strongest))),
				...against,
			]
		: [texts.nothing, ...against];
}

/** What is to be said of the photos most alike, around a line for each that is shown. */
export interface NeighbourWords {
	/** Above the shown ones, if any are. */
	readonly heading: string | undefined;
	/** Below them. */
	readonly notes: readonly string[];
}

export function neighbourWords(
	{ prediction, nearest }: Pick<Explanation, 'prediction' | 'nearest'>,
	{ shown, missing, withheld }: Neighbours,
	{ name, locale }: Pick<WordsOptions, 'name' | 'locale'>,
): NeighbourWords {
	const messages = messagesFor(locale);
	const texts = messages.explain.nearest;
	const label = name(prediction.ranking[0].label);
	if (nearest.length === 0) return { heading: undefined, notes: [texts.none(label)] };
	const isOpenverse = shown.some(({ photo }) => photo.provenance.source === 'openverse');
	return {
		heading: shown.length > 0 ? texts.heading(label) : undefined,
		notes: [
			...(missing > 0 ? [shown.length > 0 ? texts.missing(missing) : texts.allMissing(label)] : []),
			...(withheld > 0 ? [texts.withheld(withheld)] : []),
			...(isOpenverse ? [messages.commands.dataset.openverse] : []),
		],
	};
}

/** Where nothing tells how alike a picture of the label has to be. */
const USUAL_MIDDLE = 0.5;

/**
 * A similarity in words, by how far it is from the one at which a picture might as well be of no label: the numbers
 * themselves are all close to 1.
 */
export function likenessWords(similarity: number, middle: number | null, locale: Locale): string {
	return messagesFor(locale).explain.nearest.likeness[likeness(similarity, middle)];
}

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

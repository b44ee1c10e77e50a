import {
	escapeText,
	type GivenAnswer,
	givenAnswer,
	type ImageAnswer,
	type MessageContent,
	menu,
	option,
	row,
	type Said,
	WRONG,
} from '../../../src/bot/kit.ts';
import type { Locale } from '../../../src/i18n/locale.ts';
import type { Messages } from '../../../src/i18n/messages.ts';
import { displayName } from '../../../src/model/display-names.ts';
import type { Prediction } from '../../../src/model/prediction.ts';

/** Discord's limits of a menu's options, and of an option's value. */
const MAX_OPTIONS = 25;
const MAX_VALUE = 100;

/** What a member may choose; a label that is called “none” is another thing. */
const NONE = 'none';
const LABEL = 'label ';

/** Several pictures were answered: which of them is meant? */
export function askWhich(
	answers: readonly ImageAnswer[],
	sourceId: string,
	threshold: number | null,
	locale: Locale,
	{ correction: texts }: Messages,
): MessageContent {
	const givenIn = (prediction: Prediction) => {
		const { label } = givenAnswer(prediction, threshold);
		return label === null ? null : displayName(label, prediction.names, locale);
	};
	const options = answers.flatMap((answer, index) =>
		'prediction' in answer
			? [option(String(index), texts.answer(index + 1, givenIn(answer.prediction)))]
			: [],
	);
	return {
		content: texts.which,
		components: [row(menu(WRONG, `which ${sourceId}`, { placeholder: texts.chooseWhich, options }))],
	};
}

export interface Choice {
	readonly sourceId: string;
	/** Of the picture. */
	readonly index: number;
	readonly given: GivenAnswer;
	/** The likeliest first. */
	readonly labels: readonly string[];
	/** A label as the member reads it. */
	readonly shown: (label: string) => string;
}

/** What is it? The answered label is not among the choices. */
export function askLabel(
	{ sourceId, index, given, labels, shown }: Choice,
	{ correction: texts }: Messages,
): MessageContent {
	const others = labels.filter((label) => label !== given.label && LABEL.length + label.length <= MAX_VALUE);
	const none = given.label === null ? [] : [option(NONE, texts.none)];
	const options = [
		...others.slice(0, MAX_OPTIONS - none.length).map((label) => option(LABEL + label, shown(label))),
		...none,
	];
	return {
		content: texts.ask(given.label === null ? null : escapeText(shown(given.label))),
		components: [row(menu(WRONG, `say ${sourceId} ${index}`, { placeholder: texts.choose, options }))],
	};
}

/** What a member chose; undefined for what none of our menus offers. */
export function readChoice(value: string): Said | undefined {
	if (value === NONE) return null;
	return value.startsWith(LABEL) ? value.slice(LABEL.length) : undefined;
}

import type { Locale } from '../i18n/locale.ts';
import { messagesFor } from '../i18n/messages.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { mixedUpPairs, score } from './evaluation.ts';
import { shorten, type TableRow, textTable } from './text-table.ts';

/** An evaluation in a few lines of Discord's markdown. */
export interface Summary {
	/** Accuracy with its interval, scores. */
	readonly lines: readonly string[];
	/** A row a label, the least found first, as a code block of at most 40 columns: what a phone shows unbroken. */
	readonly table: string;
}

export interface SummaryOptions {
	readonly locale: Locale;
	/** Rows of the table; of more labels the best are only counted. */
	readonly maxLabels?: number;
}

/** Pairs named: what is worth doing something about. */
const PAIRS = 2;

/**
 * What a version mixes up, in a line of Discord's markdown: the first thing that a person asks.
 * @param version and labels by `escapeLabel` are safe where markdown is alive
 */
export function summariseMixUps(
	evaluation: Evaluation,
	version: string,
	{ locale, escapeLabel }: { readonly locale: Locale; readonly escapeLabel: (label: string) => string },
): string {
	const pairs = mixedUpPairs(evaluation).slice(0, PAIRS);
	return messagesFor(locale).report.summary.mixesUp(
		version,
		pairs.map(({ first, second, photos }) => ({
			first: escapeLabel(first),
			second: escapeLabel(second),
			photos,
		})),
	);
}

const LABEL_COLUMNS = 13;

export function summariseEvaluation(
	evaluation: Evaluation,
	{ locale, maxLabels = 12 }: SummaryOptions,
): Summary {
	const { summary: text, share } = messagesFor(locale).report;
	const shown = (value: number | null) => (value === null ? '–' : share(value));
	const { photos, accuracy, macroF1, calibrationError, unknownAuroc, labels } = evaluation;
	const scores = [
		text.macroF1(score(macroF1)),
		text.calibrationError(score(calibrationError)),
		...(unknownAuroc === undefined ? [] : [text.unknownAuroc(score(unknownAuroc))]),
	];
	const rows = leastFoundFirst(labels)
		.slice(0, maxLabels)
		.map(
			({ label, photos, recall, precision }): TableRow => [
				shorten(label.replaceAll('`', 'ˋ'), LABEL_COLUMNS),
				String(photos),
				shown(recall),
				shown(precision),
			],
		);
	const others = labels.length - rows.length;
	return {
		lines: [text.accuracy(photos, accuracy), scores.join(' · ')],
		table: [
			'```',
			textTable([[text.label, text.photos, text.recall, text.precision], ...rows]),
			...(others > 0 ? [text.others(others)] : []),
			'```',
		].join('\n'),
	};
}

/** Labels without photos last. */
function leastFoundFirst(labels: Evaluation['labels']): Evaluation['labels'] {
	return labels.toSorted((a, b) => (a.recall ?? 2) - (b.recall ?? 2));
}

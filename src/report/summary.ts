import type { Locale } from '../i18n/locale.ts';
import { messagesFor } from '../i18n/messages.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { mixUps, score } from './evaluation.ts';
import { shorten, type TableRow, textTable } from './text-table.ts';

/** An evaluation in a few lines of Discord's markdown. */
export interface Summary {
	/** Accuracy with its interval, scores, the most frequent mix-up. */
	readonly lines: readonly string[];
	/** A row a label, the least found first, as a code block of at most 40 columns: what a phone shows unbroken. */
	readonly table: string;
}

export interface SummaryOptions {
	readonly locale: Locale;
	/** Rows of the table; of more labels the best are only counted. */
	readonly maxLabels?: number;
	/** Makes a label safe where markdown is alive: the lines. The table is a code block, which takes care of itself. */
	readonly escapeLabel: (label: string) => string;
}

const LABEL_COLUMNS = 13;

export function summariseEvaluation(
	evaluation: Evaluation,
	{ locale, maxLabels = 12, escapeLabel }: SummaryOptions,
): Summary {
	const { summary: text, share } = messagesFor(locale).report;
	const shown = (value: number | null) => (value === null ? '–' : share(value));
	const { photos, accuracy, macroF1, calibrationError, unknownAuroc, labels } = evaluation;
	const [worst] = mixUps(evaluation);
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
		lines: [
			text.accuracy(photos, accuracy),
			scores.join(' · '),
			...(worst ? [text.mixUp(escapeLabel(worst.label), escapeLabel(worst.judged), worst.photos)] : []),
		],
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

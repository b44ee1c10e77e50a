import type { Locale } from '../i18n/locale.ts';
import type { Messages } from '../i18n/messages.ts';
import { describeError } from '../i18n/messages.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { textTable } from '../report/text-table.ts';
import type { RefusedFile } from '../train/embed-files.ts';

type Text = Messages['cli']['report'];

/** An evaluation as lines for a terminal: accuracy, a row a label, the confusion matrix. */
export function formatEvaluation(evaluation: Evaluation, text: Text): string {
	const { photos, accuracy, macroF1, logLoss, brier, calibrationError, labels, confusion } = evaluation;
	const suspects = labels.reduce((sum, label) => sum + label.suspects, 0);
	const figures = labels.map((row) => [
		row.label,
		String(row.photos),
		ratio(row.precision),
		ratio(row.recall),
		ratio(row.f1),
		String(row.suspects),
	]);
	const counts = confusion.map((row, k) => [labels[k].label, ...row.map(String)]);
	return [
		text.accuracy(photos, accuracy),
		text.scores(macroF1, logLoss, brier, calibrationError),
		'',
		textTable([[text.label, text.photos, text.precision, text.recall, text.f1, text.suspects], ...figures]),
		'',
		text.confusion,
		textTable([['', ...labels.map(({ label }) => label)], ...counts]),
		...(suspects > 0 ? ['', text.suspectNote(suspects, photos)] : []),
	].join('\n');
}

/** Files that could not be used, each with its reason. */
export function formatRefused(
	refused: readonly Pick<RefusedFile, 'name' | 'refusal'>[],
	text: Text,
	locale: Locale,
): string[] {
	if (refused.length === 0) return [];
	return [
		text.refused(refused.length),
		...refused.map(({ name, refusal }) => `  ${name}: ${describeError(refusal, locale)}`),
	];
}

function ratio(value: number | null): string {
	return value === null ? '–' : value.toFixed(3);
}

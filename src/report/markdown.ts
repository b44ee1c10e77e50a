import { escapeMarkdown } from '../dataset/attribution.ts';
import { exactPercent } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Messages, messagesFor } from '../i18n/messages.ts';
import type { LabelNames } from '../model/display-names.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Mixture } from '../model/statistics/mixture.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { mixUps, score } from './evaluation.ts';
import type { HardPhoto } from './hardest.ts';

export interface ReportedVersion {
	/** `classifier/version` */
	readonly name: string;
	readonly evaluation: Evaluation;
	/** What its labels are called in other languages. */
	readonly names?: LabelNames;
	/** Where photos of other things were judged, too. */
	readonly mixture?: Mixture;
	/** Absent where the evaluation is not that of the version's own training. */
	readonly manifest?: Pick<ModelVersion['manifest'], 'backbone' | 'training'>;
}

export interface MarkdownOptions {
	readonly locale: Locale;
	/** What the gate decided, as a sentence. */
	readonly verdict?: string;
	/** Files beside the report, in their order. */
	readonly pictures?: readonly { readonly name: string; readonly description: string }[];
	readonly hardest?: readonly HardPhoto[];
}

type Text = Messages['report'];

/** Of more labels the whole matrix would be too wide to read: then only the most frequent mix-ups are told. */
const MATRIX_LABELS = 12;
const MIX_UPS = 20;

/** An evaluation for people to read, in Markdown. The same evaluation gives the same text. */
export function reportMarkdown(version: ReportedVersion, options: MarkdownOptions): string {
	const { evaluation, manifest, name } = version;
	const text = messagesFor(options.locale).report;
	const { pictures = [], hardest = [], verdict } = options;
	return `${[
		`# ${text.title(escapeMarkdown(name))}`,
		...(verdict ? [`> ${verdict}`] : []),
		summary(evaluation, text),
		text.howToRead,
		...pictures.map(({ name, description }) => `![${escapeMarkdown(description)}](${name})`),
		`## ${text.figures.heading}`,
		figures(version, text),
		`## ${text.labels.heading}`,
		labels(evaluation, text),
		`## ${text.confusion.heading}`,
		confusion(evaluation, text),
		...(hardest.length > 0 ? [`## ${text.hardest.heading}`, hardPhotos(hardest, text)] : []),
		...(manifest ? [`## ${text.model.heading}`, model(manifest, text)] : []),
	].join('\n\n')}\n`;
}

function summary({ photos, accuracy, source, holdout }: Evaluation, text: Text): string {
	return [
		text.summary.accuracy(photos, accuracy),
		text.sources[source],
		...(holdout ? [text.holdout(holdout.photos, holdout.accuracy)] : []),
	].join('\n\n');
}

function figures({ evaluation, mixture }: ReportedVersion, { figures: text }: Text): string {
	const { accuracy, macroF1, logLoss, brier, calibrationError, unknownAuroc } = evaluation;
	return table(
		[text.name, text.value],
		[
			[
				text.accuracy,
				`${exactPercent(accuracy.value)} (${exactPercent(accuracy.low)} – ${exactPercent(accuracy.high)})`,
			],
			[text.macroF1, score(macroF1)],
			[text.logLoss, score(logLoss)],
			[text.brier, score(brier)],
			[text.calibrationError, score(calibrationError)],
			...(unknownAuroc === undefined ? [] : [[text.unknownAuroc, score(unknownAuroc)]]),
			...(mixture
				? [
						[text.mixtureError, score(mixture.calibrationError)],
						[text.strangersAmongSure, exactPercent(mixture.sure.strangers)],
					]
				: []),
		],
	);
}

/** Numbered, because pictures tell a label whose script they cannot write by its number. */
function labels({ labels }: Evaluation, { labels: text }: Text): string {
	const rows = labels.map(({ label, photos, precision, recall, f1, suspects }, index) => [
		`${index + 1}`,
		escapeMarkdown(label),
		String(photos),
		precision === null ? '–' : score(precision),
		recall === null ? '–' : score(recall),
		score(f1),
		String(suspects),
	]);
	const heads = ['#', text.label, text.photos, text.precision, text.recall, text.f1, text.suspects];
	const hasSuspects = labels.some(({ suspects }) => suspects > 0);
	return [table(heads, rows, 2), ...(hasSuspects ? [text.suspectNote] : [])].join('\n\n');
}

function confusion(evaluation: Evaluation, { confusion: text }: Text): string {
	const names = evaluation.labels.map(({ label }) => escapeMarkdown(label));
	if (names.length <= MATRIX_LABELS) {
		const rows = evaluation.confusion.map((row, k) => [names[k], ...row.map(String)]);
		return [text.manySubtitle, table(['', ...names], rows)].join('\n\n');
	}
	const found = mixUps(evaluation).slice(0, MIX_UPS);
	if (found.length === 0) return text.none;
	const lines = found.map(
		({ label, judged, photos, share }) =>
			`- ${text.mixUp(escapeMarkdown(label), escapeMarkdown(judged), photos, share)}`,
	);
	return [text.mostFrequent, lines.join('\n')].join('\n\n');
}

function hardPhotos(photos: readonly HardPhoto[], { hardest: text, share }: Text): string {
	return photos
		.map(({ sha256, judged, confidence, labelled, credit }) => {
			const verdict = text.judged(escapeMarkdown(judged), share(confidence));
			return `- ${verdict}, ${text.labelled(escapeMarkdown(labelled))} \`${sha256.slice(0, 12)}\`${credit ? `: ${escapeMarkdown(credit)}` : ''}`;
		})
		.join('\n');
}

function model(
	{ backbone, training }: NonNullable<ReportedVersion['manifest']>,
	{ model: text, figures }: Text,
) {
	return table(
		[figures.name, figures.value],
		[
			[text.backbone, escapeMarkdown(backbone.id)],
			[text.trainingPhotos, text.photosOf(training)],
			[text.folds, String(training.folds)],
			[text.regularisation, String(training.inverseRegularisation)],
			[text.seed, String(training.seed)],
			[text.dataset, `\`${training.dataset.slice(0, 12)}\``],
			[text.code, escapeMarkdown(training.code)],
		],
	);
}

/** @param words leading columns that hold words and stand to the left; numbers stand to the right */
function table(heads: readonly string[], rows: readonly (readonly string[])[], words = 1): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	const rule = heads.map((_, column) => (column < words ? '---' : '---:'));
	return [line(heads), line(rule), ...rows.map(line)].join('\n');
}

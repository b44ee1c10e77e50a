import { writeFile } from 'node:fs/promises';
import type { Issue, LabelFinding, PhotoFinding } from '../dataset/doctor/doctor.ts';
import { LABEL_ISSUES, PHOTO_ISSUES } from '../dataset/doctor/issue.ts';
import type { LabelCurve } from '../dataset/doctor/learning-curve.ts';
import { UserError } from '../errors.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Messages, messagesFor } from '../i18n/messages.ts';
import { renderLearningCurve } from '../report/charts.ts';
import { closeReports } from '../report/renderer.ts';
import { textTable } from '../report/text-table.ts';
import { EmbeddingCache } from '../train/embedding-cache.ts';
import { type ExaminedDataset, examineDataset } from '../train/examine-dataset.ts';
import { measureCurves } from '../train/measure-curves.ts';
import { openCatalogue } from './catalogue.ts';
import { type CliContext, openEngine } from './context.ts';
import { writeTo } from './outputs.ts';
import { print } from './print.ts';
import { Progress } from './progress.ts';

export interface DoctorOptions {
	readonly classifier: string;
	readonly json?: true;
	/** Whether to measure learning curves, or the picture to draw them in. */
	readonly curve?: true | string;
}

/** Photos named for each issue. */
const EXAMPLES = 5;

/** `hantei dataset doctor`: what is wrong with the photos, the worst of them, and what to do. */
export async function examine(options: DoctorOptions, context: CliContext): Promise<number> {
	const open = await openCatalogue(context, options.classifier);
	const progress = new Progress();
	const texts = messagesFor(context.locale).doctor;
	try {
		const engine = await openEngine(context, context.settings.HANTEI_WORKERS);
		const { manifest } = engine.backbone;
		const examined = await examineDataset({
			...open,
			engine,
			cache: new EmbeddingCache(context.settings.HANTEI_DATA, manifest),
			signal: context.signal,
			onProgress: (done, total) => progress.update(texts.cli.steps.embed, done, total),
		}).finally(() => engine.close());
		const curves = options.curve ? await curvesOf(examined, manifest.parts, context, progress) : undefined;
		progress.stop();
		if (curves && typeof options.curve === 'string')
			await drawCurves(options.curve, curves, examined, context.locale);
		print(
			options.json
				? `${JSON.stringify(asJson(examined, curves))}\n`
				: `${describe(examined, curves, texts).join('\n')}\n`,
		);
		return 0;
	} finally {
		progress.stop();
		await open.close();
	}
}

/** @throws {UserError} `cancelled` */
function curvesOf(
	{ dataset }: ExaminedDataset,
	parts: readonly number[],
	{ signal, locale }: CliContext,
	progress: Progress,
): Promise<LabelCurve[]> {
	let done = 0;
	return measureCurves(dataset, parts, (total) => {
		if (signal.aborted) throw new UserError('cancelled', {});
		progress.update(messagesFor(locale).doctor.cli.steps.curve, ++done, total);
	});
}

async function drawCurves(
	path: string,
	curves: readonly LabelCurve[],
	{ dataset }: ExaminedDataset,
	locale: Locale,
): Promise<void> {
	const labels = curves.map(({ label, points }) => ({ label: dataset.labels[label], points }));
	try {
		const { png } = await renderLearningCurve({ labels }, { locale });
		await writeTo(path, () => writeFile(path, png));
	} finally {
		await closeReports();
	}
}

type Texts = Messages['doctor'];

function describe(
	examined: ExaminedDataset,
	curves: readonly LabelCurve[] | undefined,
	texts: Texts,
): string[] {
	const { dataset, diagnosis } = examined;
	const { cli } = texts;
	const found = [...PHOTO_ISSUES, ...LABEL_ISSUES].filter((issue) => isFound(issue, examined));
	return [
		cli.examined(dataset.photos.length, dataset.labels.length),
		...(found.length === 0 ? [cli.healthy] : []),
		...(diagnosis.photos.length > 0 ? ['', photoTable(examined, texts)] : []),
		...(diagnosis.labels.length > 0 ? ['', labelTable(examined, texts)] : []),
		...(diagnosis.photos.length > 0 ? ['', cli.examples, ...examples(examined, texts)] : []),
		...(found.length > 0
			? ['', cli.whatToDo, ...found.map((issue) => `  ${texts.issues[issue]} — ${cli.advice[issue]}`)]
			: []),
		...(curves
			? ['', cli.curve.title, ...curves.map((curve) => `  ${forecast(curve, examined, texts)}`)]
			: []),
	];
}

function isFound(issue: Issue, { diagnosis }: ExaminedDataset): boolean {
	return [...diagnosis.photos, ...diagnosis.labels].some((found) => found.issue === issue);
}

function photoTable({ diagnosis, findings }: ExaminedDataset, { cli, issues }: Texts): string {
	const rows = PHOTO_ISSUES.flatMap((issue) => {
		const found = diagnosis.photos.filter((finding) => finding.issue === issue);
		if (found.length === 0) return [];
		const excluded = findings.filter((finding) => finding.issue === issue && finding.excluded).length;
		return [[issues[issue], String(found.length), String(excluded), cli.score(found[0].score)]];
	});
	const { issue, count, excluded, worst } = cli.columns;
	return textTable([[issue, count, excluded, worst], ...rows]);
}

function labelTable({ diagnosis, dataset }: ExaminedDataset, { cli, issues }: Texts): string {
	const { issue, label, finding } = cli.labelColumns;
	return textTable([
		[issue, label, finding],
		...diagnosis.labels.map((found) => [issues[found.issue], dataset.labels[found.label], fact(found, cli)]),
	]);
}

function fact({ issue, photos, of, author = '' }: LabelFinding, cli: Texts['cli']): string {
	switch (issue) {
		case 'imbalance':
			return cli.uneven(photos, of);
		case 'too-few':
			return cli.few(photos, of);
		case 'dominant-author':
			return cli.author(author, photos, of);
	}
}

function examples({ diagnosis, dataset, byName }: ExaminedDataset, { cli, issues }: Texts): string[] {
	const describePhoto = ({ photo, score, suggestion }: PhotoFinding) => {
		const { name, label } = dataset.photos[photo];
		const doubt = suggestion === undefined ? label : cli.suggests(label, dataset.labels[suggestion]);
		return [`    ${name}`, cli.score(score), doubt, byName.get(name)?.provenance.pageUrl ?? ''];
	};
	return PHOTO_ISSUES.flatMap((issue) => {
		const worst = diagnosis.photos.filter((finding) => finding.issue === issue).slice(0, EXAMPLES);
		if (worst.length === 0) return [];
		return [`  ${issues[issue]}`, ...worst.map(describePhoto).map((cells) => cells.join('  ').trimEnd())];
	});
}

function forecast(
	{ label, now, forecast, advice }: LabelCurve,
	{ dataset }: ExaminedDataset,
	{ cli }: Texts,
): string {
	const name = dataset.labels[label];
	switch (advice) {
		case 'more': {
			const { more, recall, low, high } = forecast;
			return cli.curve.more({ label: name, more, now, later: recall, low, high });
		}
		case 'enough':
			return cli.curve.enough(name, now);
		case 'unclear':
			return cli.curve.unclear(name, now);
	}
}

/** Photos by their ids in the catalogue, labels by their names. */
function asJson(
	{ dataset, diagnosis, findings, byName }: ExaminedDataset,
	curves: readonly LabelCurve[] | undefined,
) {
	const excluded = new Set(findings.filter((finding) => finding.excluded).map(({ photoId }) => photoId));
	const idOf = (photo: number) => byName.get(dataset.photos[photo].name)?.id;
	const labelOf = (label: number | undefined) => (label === undefined ? undefined : dataset.labels[label]);
	return {
		photos: dataset.photos.length,
		labels: dataset.labels,
		photoIssues: diagnosis.photos.map(({ issue, photo, score, suggestion, twin }) => {
			const id = idOf(photo);
			return {
				issue,
				photo: id,
				page: byName.get(dataset.photos[photo].name)?.provenance.pageUrl,
				label: dataset.photos[photo].label,
				score,
				suggestion: labelOf(suggestion),
				twin: twin === undefined ? undefined : idOf(twin),
				leftOut: issue === 'label-noise' && id !== undefined && excluded.has(id),
			};
		}),
		labelIssues: diagnosis.labels.map((found) => ({ ...found, label: labelOf(found.label) })),
		...(curves && { curves: curves.map((curve) => ({ ...curve, label: labelOf(curve.label) })) }),
	};
}

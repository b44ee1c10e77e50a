import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { openCrawlJobs } from '../crawl/jobs.ts';
import { UserError } from '../errors.ts';
import { openHostTrainings } from '../host/trainings.ts';
import { percent } from '../i18n/format.ts';
import { describeVerdict } from '../i18n/verdict.ts';
import { LAYOUTS } from '../model/formats/onnx/foreign-input.ts';
import { parseLabelLines } from '../model/network-import/labels.ts';
import { RANGES } from '../model/network-import/order.ts';
import { textTable } from '../report/text-table.ts';
import type { NetworkWish } from '../train/import/wish.ts';
import type { TrainingOutcome } from '../train/training.ts';
import { BY, openCatalogue } from './catalogue.ts';
import { type CliContext, requireOneOf } from './context.ts';
import { followTraining } from './follow-training.ts';
import { requireSize } from './inputs.ts';
import { print } from './print.ts';
import { formatEvaluation } from './report.ts';

export interface ImportCommandOptions {
	readonly classifier: string;
	/** With commas between them, or a file with one a line. */
	readonly labels?: string;
	readonly range?: string;
	readonly size?: string;
	readonly layout?: string;
	readonly licence: string;
	/** Folder of labelled photos to judge it by. */
	readonly from?: string;
	readonly promote?: true;
}

/** `hantei import`: a network that was trained elsewhere becomes a model version. 0 whether or not it serves. */
export async function importModel(
	path: string,
	options: ImportCommandOptions,
	context: CliContext,
): Promise<number> {
	return importAsVersion(await wishOf(path, options), options, context);
}

/** A network becomes a version of a classifier, and serves where the gate or a person lets it. Returns the exit code. */
export async function importAsVersion(
	network: NetworkWish,
	{ classifier, promote }: Pick<ImportCommandOptions, 'classifier' | 'promote'>,
	context: CliContext,
): Promise<number> {
	const open = await openCatalogue(context, classifier);
	const { catalogue } = open;
	const trainings = openHostTrainings(context.settings, {
		catalogue,
		crawlJobs: openCrawlJobs({ crawler: undefined, catalogue }),
		onModelsChanged: context.news.tell,
	});
	try {
		const request = { classifier, by: BY, force: promote === true, reason: 'command', network } as const;
		const outcome = await followTraining(await trainings.start(request), context);
		print(`${describeImport(outcome, network, context).join('\n')}\n`);
		return 0;
	} finally {
		await trainings.close();
		await open.close();
	}
}

async function wishOf(path: string, options: ImportCommandOptions): Promise<NetworkWish> {
	const { labels, range, size, layout, licence, from } = options;
	const optional = {
		labels: labels === undefined ? undefined : await readLabels(labels),
		range: range === undefined ? undefined : requireOneOf('--range', range, RANGES),
		size: size === undefined ? undefined : requireSize(size),
		layout: layout === undefined ? undefined : requireOneOf('--layout', layout, LAYOUTS),
		photos: from === undefined ? undefined : resolve(from),
	};
	return { path: resolve(path), name: basename(resolve(path)), licence, ...optional };
}

async function readLabels(labels: string): Promise<string[]> {
	if (!/\.txt$/i.test(labels)) return labels.split(',');
	try {
		return parseLabelLines(await readFile(labels, 'utf8'));
	} catch (error) {
		const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
		throw new UserError('file-unreadable', { path: labels, reason }, { cause: error });
	}
}

function describeImport(outcome: TrainingOutcome, { name }: NetworkWish, context: CliContext): string[] {
	const { text, locale } = context;
	if (outcome.kind === 'unchanged') return [text.retrain.unchanged(outcome.champion)];
	const { version, labels, verdict, before, forced, promoted, evaluation, ranges } = outcome;
	const { columns } = text.network;
	const found = ranges?.toSorted((a, b) => a.logLoss - b.logLoss)[0];
	return [
		text.import.made(version, name, labels),
		...(found && ranges
			? [
					'',
					text.network.rangeFound(found.range, found.photos),
					textTable([
						[columns.range, columns.accuracy, columns.logLoss],
						...ranges.map((row) => [row.range, percent(row.accuracy, locale), row.logLoss.toFixed(3)]),
					]),
				]
			: []),
		'',
		...(evaluation.photos > 0 ? [formatEvaluation(evaluation, text.report), ''] : [text.import.notMeasured]),
		describeVerdict(verdict, { champion: before?.version, candidate: version }, locale),
		...(forced ? [text.retrain.forced(version)] : []),
		promoted ? text.report.serving(version) : text.report.notServing(version),
	];
}

import { UserError } from '../errors.ts';
import { openRegistry } from '../host/models.ts';
import { evaluationIn, type LabelNames } from '../model/display-names.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Mixture } from '../model/statistics/mixture.ts';
import { backboneOfModel } from '../registry/model-backbone.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { formatVersionName, type VersionName } from '../registry/version-name.ts';
import { closeReports } from '../report/renderer.ts';
import { writeReport } from '../report/write.ts';
import { EmbeddingCache } from '../train/embedding-cache.ts';
import { evaluateFolder, type FolderEvaluation } from '../train/evaluate-folder.ts';
import { type CliContext, openEngine, requireClassifier } from './context.ts';
import { hardestOfFolder, readHardest } from './hardest.ts';
import { writeTo } from './outputs.ts';
import { print, printError } from './print.ts';
import { Progress } from './progress.ts';
import { formatEvaluation, formatRefused } from './report.ts';

export interface EvaluateOptions {
	/** Photos to compare with; what was measured when the model was trained, when absent. */
	readonly from?: string;
	/** Photos of other things, judged beside those of `from`. */
	readonly strangers?: string;
	readonly classifier: string;
	readonly model?: string;
	readonly report?: string;
	readonly json?: true;
}

/** `hantei evaluate`: how good a model version is, by what was measured when it was trained or by labelled photos. */
export async function evaluate(options: EvaluateOptions, context: CliContext): Promise<number> {
	const { from, strangers } = options;
	if (strangers !== undefined && from === undefined)
		throw new UserError('bad-option', {
			option: '--strangers',
			value: strangers,
			expected: '--from photos --strangers others',
		});
	const registry = openRegistry(context.settings);
	const classifier = requireClassifier(options.classifier);
	const name = options.model
		? await registry.find(options.model, classifier)
		: (await registry.candidates(classifier))[0];
	const version = await registry.read(name);
	try {
		return from === undefined
			? await showRecorded(name, version, options, context)
			: await compare(from, name, version, options, context);
	} finally {
		await closeReports();
	}
}

async function showRecorded(
	name: VersionName,
	version: ModelVersion,
	{ report, json }: EvaluateOptions,
	context: CliContext,
): Promise<number> {
	const { text, locale } = context;
	const { evaluation, manifest } = version;
	const names = manifest.displayNames;
	const model = formatVersionName(name);
	if (report !== undefined) {
		const hardest = await readHardest(name.classifier, version, context);
		const files = await writeTo(report, (folder) =>
			writeReport(folder, { name: model, evaluation, manifest, names }, { locale, hardest }),
		);
		printError(`${text.evaluate.reported(report, files)}\n`);
	}
	print(
		json
			? `${JSON.stringify({ model, evaluation })}\n`
			: `${model}\n${text.report.outOfFold(manifest.training.folds)}\n${formatEvaluation(evaluationIn(evaluation, names, locale), text.report)}\n`,
	);
	return 0;
}

async function compare(
	folder: string,
	name: VersionName,
	version: ModelVersion,
	{ strangers, report, json }: EvaluateOptions,
	context: CliContext,
): Promise<number> {
	const { settings, text, locale, signal } = context;
	const model = formatVersionName(name);
	const names = version.manifest.displayNames;
	const engine = await openEngine(context, settings.HANTEI_WORKERS);
	const progress = new Progress();
	try {
		const backbone = await backboneOfModel(model, version.manifest, (reference) =>
			engine.backboneOf(reference),
		);
		const result = await evaluateFolder(folder, version, {
			engine,
			backbone,
			cache: new EmbeddingCache(settings.HANTEI_DATA, backbone.manifest),
			strangers,
			signal,
			onProgress: (done, total) => progress.update(text.steps.embed, done, total),
		});
		progress.stop();
		if (report !== undefined) {
			const hardest = hardestOfFolder(result);
			const files = await writeTo(report, (folder) =>
				writeReport(
					folder,
					{ name: model, evaluation: result.all, mixture: result.mixture, names },
					{ locale, hardest },
				),
			);
			printError(`${text.evaluate.reported(report, files)}\n`);
		}
		const { refused, judged: _, ...figures } = result;
		print(
			json
				? `${JSON.stringify({ model, ...figures, refused: refused.map(({ name }) => name) })}\n`
				: `${model}\n${describe(result, names, context)}\n`,
		);
		return refused.length > 0 ? 1 : 0;
	} finally {
		progress.stop();
		await engine.close();
	}
}

function describe(
	{ all, unseen, trainedOn, unknownLabels, mixture, refused }: FolderEvaluation,
	names: LabelNames | undefined,
	context: CliContext,
): string {
	const text = context.text.report;
	const table = (evaluation: Evaluation) =>
		formatEvaluation(evaluationIn(evaluation, names, context.locale), text);
	return [
		...formatRefused(refused, text, context.locale),
		...(unknownLabels.length > 0 ? [text.unknownLabels(unknownLabels)] : []),
		table(all),
		...(trainedOn > 0 ? ['', text.trainedOn(trainedOn, all.photos)] : []),
		...(unseen ? ['', text.unseen, table(unseen)] : []),
		...(mixture ? ['', ...describeMixture(mixture, context)] : []),
	].join('\n');
}

function describeMixture({ photos, calibrationError, sure }: Mixture, { text }: CliContext): string[] {
	return [
		text.evaluate.mixture(photos, calibrationError),
		...(sure.answers > 0 ? [text.evaluate.sure(sure.answers, sure.right, sure.strangers)] : []),
	];
}

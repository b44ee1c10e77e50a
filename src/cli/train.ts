import { openRegistry } from '../host/models.ts';
import { placeOfVersion } from '../host/storage.ts';
import { evaluationIn } from '../model/display-names.ts';
import { packageVersion } from '../package-root.ts';
import { formatVersionName } from '../registry/version-name.ts';
import { EmbeddingCache } from '../train/embedding-cache.ts';
import { type TrainingResult, trainFromFolder } from '../train/train.ts';
import { recordChange } from './catalogue.ts';
import { type CliContext, openEngine, requireClassifier, requireWhole } from './context.ts';
import { print } from './print.ts';
import { Progress } from './progress.ts';
import { formatEvaluation, formatRefused } from './report.ts';

export interface TrainOptions {
	readonly from: string;
	readonly classifier: string;
	readonly seed: string;
	readonly promote?: boolean;
	readonly fineTune?: true;
}

/** `hantei train`: a model version from a folder of photos. Returns the exit code. */
export async function train(options: TrainOptions, context: CliContext): Promise<number> {
	const { settings, text, news, signal } = context;
	const classifier = requireClassifier(options.classifier);
	const seed = requireWhole('--seed', options.seed, 0, 2 ** 31 - 1);
	const engine = await openEngine(context, settings.HANTEI_WORKERS);
	const progress = new Progress();
	try {
		const result = await trainFromFolder({
			folder: options.from,
			classifier,
			seed,
			promote: options.promote !== false,
			...(options.fineTune && { fineTuning: { dataFolder: settings.HANTEI_DATA } }),
			engine,
			cache: new EmbeddingCache(settings.HANTEI_DATA, engine.backbone.manifest),
			registry: openRegistry(settings, news.tell),
			code: packageVersion(),
			signal,
			onProgress: ({ step, done = 0, total = 0 }) => progress.update(text.steps[step], done, total),
		});
		progress.stop();
		if (options.promote !== false) {
			const detail = { version: formatVersionName(result.name) };
			await recordChange(classifier, { action: 'promote', detail }, context);
		}
		print(`${describe(result, options, context)}\n`);
		return 0;
	} finally {
		progress.stop();
		await engine.close();
	}
}

function describe(
	{ name, version, refused, leftOut }: TrainingResult,
	options: TrainOptions,
	context: CliContext,
): string {
	const { settings, locale } = context;
	const text = context.text.report;
	const model = formatVersionName(name);
	const duplicates = leftOut.filter(({ reason }) => reason === 'duplicate');
	const conflicting = leftOut.filter(({ reason }) => reason === 'conflicting-labels').map(({ file }) => file);
	return [
		...formatRefused(refused, text, locale),
		...(duplicates.length > 0 ? [text.duplicates(duplicates.length)] : []),
		...(conflicting.length > 0 ? [text.conflicting(conflicting)] : []),
		text.outOfFold(version.manifest.training.folds),
		formatEvaluation(evaluationIn(version.evaluation, version.manifest.displayNames, locale), text),
		'',
		text.written(model, placeOfVersion(name, settings)),
		options.promote !== false ? text.serving(model) : text.notServing(model),
	].join('\n');
}

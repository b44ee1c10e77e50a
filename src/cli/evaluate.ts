import { UserError } from '../errors.ts';
import { DEFAULT_CLASSIFIER, formatVersionName } from '../registry/version-name.ts';
import { EmbeddingCache } from '../train/embedding-cache.ts';
import { evaluateFolder, type FolderEvaluation } from '../train/evaluate-folder.ts';
import { type CliContext, openEngine, openRegistry } from './context.ts';
import { Progress } from './progress.ts';
import { formatEvaluation, formatRefused } from './report.ts';

export interface EvaluateOptions {
	readonly from: string;
	readonly model?: string;
	readonly json?: true;
}

/** `hantei evaluate`: compares a model version with labelled photos. Returns the exit code. */
export async function evaluate(options: EvaluateOptions, context: CliContext): Promise<number> {
	const { settings, text, signal } = context;
	const registry = openRegistry(settings);
	const name = options.model
		? await registry.find(options.model, DEFAULT_CLASSIFIER)
		: (await registry.candidates(DEFAULT_CLASSIFIER))[0];
	const version = await registry.read(name);
	const engine = await openEngine(context, settings.HANTEI_WORKERS);
	const progress = new Progress();
	try {
		const { manifest } = engine.backbone;
		if (manifest.sha256 !== version.manifest.backbone.sha256) {
			throw new UserError('model-backbone-mismatch', {
				version: formatVersionName(name),
				expected: version.manifest.backbone.id,
				actual: manifest.id,
			});
		}
		const result = await evaluateFolder(options.from, version, {
			engine,
			cache: new EmbeddingCache(settings.HANTEI_DATA, manifest),
			signal,
			onProgress: (done, total) => progress.update(text.steps.embed, done, total),
		});
		progress.stop();
		const model = formatVersionName(name);
		const { refused, ...figures } = result;
		process.stdout.write(
			options.json
				? `${JSON.stringify({ model, ...figures, refused: refused.map(({ name }) => name) })}\n`
				: `${model}\n${describe(result, context)}\n`,
		);
		return refused.length > 0 ? 1 : 0;
	} finally {
		progress.stop();
		await engine.close();
	}
}

function describe(
	{ all, unseen, trainedOn, unknownLabels, refused }: FolderEvaluation,
	context: CliContext,
): string {
	const text = context.text.report;
	return [
		...formatRefused(refused, text, context.locale),
		...(unknownLabels.length > 0 ? [text.unknownLabels(unknownLabels)] : []),
		formatEvaluation(all, text),
		...(trainedOn > 0 ? ['', text.trainedOn(trainedOn, all.photos)] : []),
		...(unseen ? ['', text.unseen, formatEvaluation(unseen, text)] : []),
	].join('\n');
}

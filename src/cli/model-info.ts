import { isUserError } from '../errors.ts';
import { displayName, evaluationIn } from '../model/display-names.ts';
import { formatVersionName, parseVersionName } from '../registry/version-name.ts';
import type { CliContext } from './context.ts';
import {
	type ClassifierOption,
	type OpenModels,
	type OpenVersion,
	openModels,
	openVersion,
	weighVersions,
} from './model-versions.ts';
import { print } from './print.ts';
import { formatEvaluation } from './report.ts';

/** `hantei models info`: what a version knows and how good it is. Returns the exit code. */
export async function showModel(
	version: string | undefined,
	options: ClassifierOption,
	context: CliContext,
): Promise<number> {
	const models = await openModels(options, context);
	const open = await openVersion(version, models);
	print(`${(await describe(open, models, context)).join('\n')}\n`);
	return 0;
}

async function describe(open: OpenVersion, models: OpenModels, context: CliContext): Promise<string[]> {
	const { name, version } = open;
	const text = context.text.models;
	const { labels, training, displayNames, fineTuned } = version.manifest;
	const { photos, holdout, excluded } = training;
	const isServing = formatVersionName(name) === formatVersionName(models.serving);
	const sentence = await verdictOn(open, isServing, models, context);
	return [
		[formatVersionName(name), ...(isServing ? [text.serves] : [])].join(' · '),
		text.written((await models.registry.writtenAt(name)).toISOString()),
		text.labels(
			labels.length,
			labels.map((label) => displayName(label, displayNames, context.locale)),
		),
		text.photos(photos - holdout - excluded, holdout, excluded),
		...(fineTuned
			? [text.fineTuned(fineTuned.from.id, await models.registry.backbones.ownBytes(version.manifest))]
			: []),
		...(sentence ? [text.verdict(sentence)] : []),
		'',
		formatEvaluation(evaluationIn(version.evaluation, displayNames, context.locale), context.text.report),
	];
}

/** Of what serves, against what served before; of any other, against what serves. */
async function verdictOn(
	open: OpenVersion,
	isServing: boolean,
	models: OpenModels,
	context: CliContext,
): Promise<string | undefined> {
	const { registry, classifier, serving } = models;
	const { previous } = await registry.aliases(classifier);
	const other = isServing ? parseVersionName(previous ?? '', classifier) : serving;
	if (!other) return undefined;
	try {
		const champion = { name: other, version: await registry.read(other) };
		return (await weighVersions(open, champion, classifier, context)).sentence;
	} catch (error) {
		if (!isUserError(error)) throw error;
		return undefined;
	}
}

import { isUserError } from '../errors.ts';
import { formatVersionName, STARTER_CLASSIFIER } from '../registry/version-name.ts';
import { recordChange } from './catalogue.ts';
import type { CliContext } from './context.ts';
import {
	type ClassifierOption,
	type OpenModels,
	type OpenVersion,
	openModels,
	openVersion,
	type Weighed,
	weighVersions,
} from './model-versions.ts';
import { print } from './print.ts';

/**
 * `hantei promote`: makes a version the one that serves its classifier; one that is named with another's (`starter/v1`)
 * serves the classifier asked for. What the gate has against it is said and recorded. Returns the exit code.
 */
export async function promote(
	version: string,
	options: ClassifierOption,
	context: CliContext,
): Promise<number> {
	const models = await openModels(targetOf(version, options), context);
	const { registry, classifier, serving } = models;
	const candidate = await openVersion(version, models);
	const objection = await objectionTo(candidate, models, context);
	await registry.promote(candidate.name, classifier);
	const name = formatVersionName(candidate.name);
	const detail = {
		version: name,
		before: formatVersionName(serving),
		...(objection && { reason: objection.verdict.reason }),
	};
	await recordChange(classifier, { action: objection ? 'force-promote' : 'promote', detail }, context);
	const { text } = context;
	if (objection) print(`${text.promote.against(objection.sentence)}\n`);
	print(`${text.report.serving(name)}\n`);
	return 0;
}

/** `hantei rollback`: lets the model serve again that served before. Returns the exit code. */
export async function rollBack(options: ClassifierOption, context: CliContext): Promise<number> {
	const { registry, classifier, serving } = await openModels(options, context);
	const name = formatVersionName(await registry.rollBack(classifier));
	const before = formatVersionName(serving);
	await recordChange(classifier, { action: 'roll-back', detail: { version: name, before } }, context);
	print(`${context.text.rollback.done(name, before)}\n`);
	return 0;
}

/** `default/v3` is meant for `default`, whichever classifier is asked for; only the starter's serve others. */
function targetOf(version: string, options: ClassifierOption): ClassifierOption {
	const [classifier, rest] = version.split('/');
	return rest === undefined || classifier === STARTER_CLASSIFIER ? options : { classifier };
}

/** Why the gate would keep what serves. What cannot be read is no champion to defend. */
async function objectionTo(
	candidate: OpenVersion,
	models: OpenModels,
	context: CliContext,
): Promise<Weighed | undefined> {
	if (formatVersionName(candidate.name) === formatVersionName(models.serving)) return undefined;
	try {
		const champion = await openVersion(undefined, models);
		const weighed = await weighVersions(candidate, champion, models.classifier, context);
		return weighed.verdict.decision === 'keep' ? weighed : undefined;
	} catch (error) {
		if (!isUserError(error, 'model-damaged', 'model-other-format')) throw error;
		return undefined;
	}
}

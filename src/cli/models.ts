import { isUserError } from '../errors.ts';
import { openRegistry } from '../host/models.ts';
import { displayName } from '../model/display-names.ts';
import type { Registry } from '../registry/registry.ts';
import {
	DEFAULT_CLASSIFIER,
	formatVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
} from '../registry/version-name.ts';
import { textTable } from '../report/text-table.ts';
import { type CliContext, requireClassifier } from './context.ts';
import { print } from './print.ts';

export interface ModelsOptions {
	readonly classifier?: string;
}

/** `hantei models`: every version of a classifier, or of all, and which of them serve. Returns the exit code. */
export async function listModels(options: ModelsOptions, context: CliContext): Promise<number> {
	const { settings, text } = context;
	const registry = openRegistry(settings);
	const known = [DEFAULT_CLASSIFIER, ...(await registry.classifiers()), STARTER_CLASSIFIER];
	const classifiers = options.classifier === undefined ? known : [requireClassifier(options.classifier)];
	const rows: string[][] = [];
	for (const classifier of new Set(classifiers)) {
		// What ships serves the host's classifier until that has a model of its own.
		const serves = classifier === STARTER_CLASSIFIER ? DEFAULT_CLASSIFIER : classifier;
		const serving = (await registry.endpointState(serves)).candidates.at(0);
		for (const version of await registry.versions(classifier)) {
			const name = formatVersionName({ classifier, version });
			const isServing = serving !== undefined && name === formatVersionName(serving);
			const figures = await figuresOf(registry, { classifier, version }, context);
			rows.push([name, isServing ? '✓' : '', ...figures]);
		}
	}
	const { model, serves, accuracy, labels } = text.list;
	print(`${textTable([[model, serves, accuracy, labels], ...rows])}\n`);
	return 0;
}

/** Accuracy and labels. A version that cannot be read is no reason not to list the others. */
async function figuresOf(
	registry: Registry,
	name: VersionName,
	{ text: { list: text }, locale }: CliContext,
): Promise<string[]> {
	try {
		const { manifest, evaluation } = await registry.read(name);
		// A network may have come without photos to measure it by.
		const accuracy = evaluation.photos > 0 ? text.percent(evaluation.accuracy.value) : '–';
		return [
			accuracy,
			manifest.labels.map((label) => displayName(label, manifest.displayNames, locale)).join(', '),
		];
	} catch (error) {
		if (isUserError(error, 'model-other-format')) return ['–', text.otherFormat];
		if (!isUserError(error, 'model-damaged')) throw error;
		return ['–', text.damaged];
	}
}

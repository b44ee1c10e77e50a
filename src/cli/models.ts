import { isUserError } from '../errors.ts';
import type { Registry } from '../registry/registry.ts';
import {
	DEFAULT_CLASSIFIER,
	formatVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
} from '../registry/version-name.ts';
import { type CliContext, openRegistry } from './context.ts';
import { table } from './table.ts';

/** `hantei models`: every version of the host's classifier and of the starter. Returns the exit code. */
export async function listModels({ settings, text }: CliContext): Promise<number> {
	const registry = openRegistry(settings);
	const [serving] = await registry.candidates(DEFAULT_CLASSIFIER);
	const rows: string[][] = [];
	for (const classifier of [DEFAULT_CLASSIFIER, STARTER_CLASSIFIER]) {
		for (const version of await registry.versions(classifier)) {
			const name = formatVersionName({ classifier, version });
			const serves = name === formatVersionName(serving) ? '✓' : '';
			rows.push([name, serves, ...(await figuresOf(registry, { classifier, version }, text.list))]);
		}
	}
	const { model, serves, accuracy, labels } = text.list;
	process.stdout.write(`${table([[model, serves, accuracy, labels], ...rows])}\n`);
	return 0;
}

/** Accuracy and labels. A version that cannot be read is no reason not to list the others. */
async function figuresOf(
	registry: Registry,
	name: VersionName,
	text: CliContext['text']['list'],
): Promise<string[]> {
	try {
		const { manifest, evaluation } = await registry.read(name);
		return [text.percent(evaluation.accuracy.value), manifest.labels.join(', ')];
	} catch (error) {
		if (isUserError(error, 'model-other-format')) return ['–', text.otherFormat];
		if (!isUserError(error, 'model-damaged')) throw error;
		return ['–', text.damaged];
	}
}

/**
 * `hantei promote`: makes a version the one that serves its classifier; one of the starter serves the host's. Returns the
 * exit code.
 */
export async function promote(version: string, { settings, text }: CliContext): Promise<number> {
	const registry = openRegistry(settings);
	const name = await registry.find(version, DEFAULT_CLASSIFIER);
	await registry.read(name);
	const isStarter = name.classifier === STARTER_CLASSIFIER;
	await registry.promote(name, isStarter ? DEFAULT_CLASSIFIER : name.classifier);
	process.stdout.write(`${text.report.serving(formatVersionName(name))}\n`);
	return 0;
}

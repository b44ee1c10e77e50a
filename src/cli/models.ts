import { DEFAULT_CLASSIFIER, formatVersionName, STARTER_CLASSIFIER } from '../registry/version-name.ts';
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
			const { manifest, evaluation } = await registry.read({ classifier, version });
			rows.push([
				name,
				name === formatVersionName(serving) ? '✓' : '',
				text.list.percent(evaluation.accuracy.value),
				manifest.labels.join(', '),
			]);
		}
	}
	process.stdout.write(
		`${table([[text.list.model, text.list.serves, text.list.accuracy, text.list.labels], ...rows])}\n`,
	);
	return 0;
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

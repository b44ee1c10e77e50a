import { openRegistry } from '../host/models.ts';
import { describeVerdict } from '../i18n/verdict.ts';
import type { GateVerdict } from '../model/gate/verdict.ts';
import { aliasOf } from '../registry/aliases.ts';
import { applyGateToVersions } from '../registry/compare-versions.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { VersionName } from '../registry/version-name.ts';
import { openCatalogue } from './catalogue.ts';
import { type CliContext, requireClassifier } from './context.ts';

export interface ClassifierOption {
	readonly classifier: string;
}

export interface OpenVersion {
	readonly name: VersionName;
	readonly version: ModelVersion;
}

export interface OpenModels {
	readonly registry: Registry;
	readonly classifier: string;
	/** What serves the classifier, by the registry. */
	readonly serving: VersionName;
}

/** @throws {UserError} `bad-option`, `no-model` */
export async function openModels(
	options: ClassifierOption,
	{ settings, news }: CliContext,
): Promise<OpenModels> {
	const classifier = requireClassifier(options.classifier);
	const registry = openRegistry(settings, news.tell);
	const [serving] = await registry.candidates(classifier);
	return { registry, classifier, serving };
}

/**
 * The version that a person names, or what serves.
 * @throws {UserError} `model-not-found`, `model-damaged`, `model-other-format`
 */
export async function openVersion(
	text: string | undefined,
	{ registry, classifier, serving }: OpenModels,
): Promise<OpenVersion> {
	const name = text === undefined ? serving : await registry.find(text, classifier);
	return { name, version: await registry.read(name) };
}

export interface Weighed {
	readonly verdict: GateVerdict;
	readonly sentence: string;
}

/** What the gate says of a version in another one's place. */
export async function weighVersions(
	candidate: OpenVersion,
	champion: OpenVersion,
	classifier: string,
	context: CliContext,
): Promise<Weighed> {
	const { catalogue, close } = await openCatalogue(context, classifier);
	const labels = (await (await catalogue.followed(classifier)).labels.list()).map(({ name }) => name);
	await close();
	const verdict = applyGateToVersions(candidate.version, champion.version, labels);
	const names = {
		candidate: aliasOf(candidate.name, classifier),
		champion: aliasOf(champion.name, classifier),
	};
	return { verdict, sentence: describeVerdict(verdict, names, context.locale) };
}

import { isUserError } from '../errors.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { VersionName } from '../registry/version-name.ts';

export interface NamedVersion {
	readonly name: VersionName;
	readonly version: ModelVersion;
}

/**
 * What serves a classifier on a backbone: its own champion or what it follows; undefined where nothing can. A champion
 * that was made for another backbone judges nothing, so there is nothing in it to defend.
 * @param backbone its SHA-256
 */
export async function readServing(
	registry: Registry,
	classifier: string,
	backbone: string,
): Promise<NamedVersion | undefined> {
	const names = (await registry.candidates(classifier).catch(unlessUnusable(['no-model']))) ?? [];
	for (const name of names) {
		const known = await readIfUsable(registry, name);
		if (known?.version.manifest.backbone.sha256 === backbone) return known;
	}
	return undefined;
}

/** What was trained last for a classifier, whether or not it serves. */
export async function readNewest(registry: Registry, classifier: string): Promise<NamedVersion | undefined> {
	const [version] = await registry.versions(classifier);
	return version === undefined ? undefined : readIfUsable(registry, { classifier, version });
}

async function readIfUsable(registry: Registry, name: VersionName): Promise<NamedVersion | undefined> {
	const version = await registry
		.read(name)
		.catch(unlessUnusable(['model-damaged', 'model-not-found', 'model-other-format']));
	return version && { name, version };
}

function unlessUnusable(codes: Parameters<typeof isUserError>[1][]): (error: unknown) => undefined {
	return (error) => {
		if (!isUserError(error, ...codes)) throw error;
		return undefined;
	};
}

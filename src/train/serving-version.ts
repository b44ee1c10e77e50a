import { isUserError } from '../errors.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { VersionName } from '../registry/version-name.ts';

export interface NamedVersion {
	readonly name: VersionName;
	readonly version: ModelVersion;
}

/** What serves a classifier: its own champion or what it follows; undefined where nothing can be read. */
export async function readServing(registry: Registry, classifier: string): Promise<NamedVersion | undefined> {
	const names = await registry.candidates(classifier).catch(unlessUnusable(['no-model']));
	return firstReadable(registry, names ?? []);
}

/** What was trained last for a classifier, whether or not it serves. */
export async function readNewest(registry: Registry, classifier: string): Promise<NamedVersion | undefined> {
	const [newest] = await registry.versions(classifier);
	return newest === undefined ? undefined : firstReadable(registry, [{ classifier, version: newest }]);
}

async function firstReadable(
	registry: Registry,
	names: readonly VersionName[],
): Promise<NamedVersion | undefined> {
	for (const name of names) {
		const version = await registry
			.read(name)
			.catch(unlessUnusable(['model-damaged', 'model-not-found', 'model-other-format']));
		if (version) return { name, version };
	}
	return undefined;
}

function unlessUnusable(codes: Parameters<typeof isUserError>[1][]): (error: unknown) => undefined {
	return (error) => {
		if (!isUserError(error, ...codes)) throw error;
		return undefined;
	};
}

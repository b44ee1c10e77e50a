import { isUserError } from '../errors.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import type { Engine } from '../model/engine/engine.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { VersionName } from '../registry/version-name.ts';

export interface NamedVersion {
	readonly name: VersionName;
	readonly version: ModelVersion;
}

export interface CurrentVersion extends NamedVersion {
	/** That it was made on. */
	readonly backbone: Backbone;
}

/**
 * What serves a classifier: its own champion or what it follows; undefined where nothing can. A champion whose backbone
 * is not installed judges nothing, so there is nothing in it to defend.
 */
export async function readServing(
	registry: Registry,
	classifier: string,
	engine: Pick<Engine, 'backboneOf'>,
): Promise<CurrentVersion | undefined> {
	const names = (await registry.candidates(classifier).catch(unlessUnusable(['no-model']))) ?? [];
	for (const name of names) {
		const known = await readIfUsable(registry, name);
		if (!known) continue;
		const { backbone } = known.version.manifest;
		const installed = await engine
			.backboneOf(backbone)
			.catch(unlessUnusable(['backbone-not-installed', 'backbone-damaged']));
		if (installed) return { ...known, backbone: installed };
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

import type { Registry } from '../../registry/registry.ts';
import { DEFAULT_CLASSIFIER, STARTER_CLASSIFIER, type VersionName } from '../../registry/version-name.ts';

/** What a move is made of: the host's classifier, and those with a model of their own. The others follow the host's. */
export async function movableClassifiers(registry: Registry): Promise<string[]> {
	const own: string[] = [];
	for (const classifier of await registry.classifiers()) {
		if (classifier === DEFAULT_CLASSIFIER || classifier === STARTER_CLASSIFIER) continue;
		if ((await servingOf(classifier, registry))?.classifier === classifier) own.push(classifier);
	}
	return [DEFAULT_CLASSIFIER, ...own.sort()];
}

/** The version that serves a classifier, its own or another's; undefined where none does. */
export async function servingOf(classifier: string, registry: Registry): Promise<VersionName | undefined> {
	return (await registry.endpointState(classifier)).candidates.at(0);
}

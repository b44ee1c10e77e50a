import type { GateVerdict } from '../model/gate/gate.ts';
import type { Manifest } from '../registry/manifest.ts';
import { baseOf } from '../registry/model-backbone.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { parseVersionName, type VersionName } from '../registry/version-name.ts';
import type { NamedVersion } from './current-version.ts';
import { TRAINING_VIEWS } from './embed-for-training.ts';

/** All that decides which model a training makes. */
export interface Ingredients {
	/** See TrainingDataset. */
	readonly hash: string;
	/** SHA-256 of the backbone. */
	readonly backbone: string;
	/** Version of Hantei. */
	readonly code: string;
}

export function isMadeOf(
	manifest: Pick<Manifest, 'training' | 'backbone' | 'fineTuned'>,
	{ hash, backbone, code }: Ingredients,
): boolean {
	const { training } = manifest;
	return (
		training.dataset === hash &&
		baseOf(manifest).sha256 === backbone &&
		training.code === code &&
		training.views.join() === TRAINING_VIEWS.join()
	);
}

/**
 * Whether a version that does not serve would not serve if it were made again. One that has served was taken back, and
 * the same bytes under another number are no reason to think again. Of any other the gate is asked anew: since it was
 * kept, a label may have been given up or another champion returned to; or its training was killed before it was promoted.
 */
export async function wouldStayBack(
	{ name, version }: NamedVersion,
	registry: Registry,
	judge: (version: ModelVersion) => Promise<GateVerdict>,
): Promise<boolean> {
	const history = await registry.history(name.classifier);
	return (
		history.some(({ champion }) => champion === name.version) || (await judge(version)).decision === 'keep'
	);
}

/** A version of the classifier's own that served before what serves now, and that a training would make again. */
export async function findServedBefore(
	registry: Registry,
	classifier: string,
	ingredients: Ingredients,
): Promise<VersionName | undefined> {
	const { champion } = await registry.aliases(classifier);
	const served = (await registry.history(classifier)).map((change) => change.champion).toReversed();
	for (const alias of new Set(served)) {
		if (alias === champion) continue;
		const name = parseVersionName(alias, classifier);
		if (name?.classifier !== classifier) continue;
		const manifest = await registry.readManifest(name).catch(() => undefined);
		if (manifest && isMadeOf(manifest, ingredients)) return name;
	}
	return undefined;
}

/** Lets a version serve again that served before: as a roll-back, where it is what that would return to. */
export async function returnTo(name: VersionName, registry: Registry): Promise<void> {
	const { classifier, version } = name;
	const { champion, previous } = await registry.aliases(classifier);
	if (champion !== undefined && previous === version)
		await registry.rollBack(classifier, { from: { classifier, version: champion } });
	const [serving] = await registry.candidates(classifier);
	if (serving.classifier !== classifier || serving.version !== version) await registry.promote(name);
}

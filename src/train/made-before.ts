import type { Verdict } from '../model/gate/gate.ts';
import type { Registry } from '../registry/registry.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import type { NamedVersion } from './serving-version.ts';
import { TRAINING_VIEWS } from './training-views.ts';

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
	{ version: { manifest } }: NamedVersion,
	{ hash, backbone, code }: Ingredients,
): boolean {
	const { training } = manifest;
	return (
		training.dataset === hash &&
		manifest.backbone.sha256 === backbone &&
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
	judge: (version: ModelVersion) => Verdict,
): Promise<boolean> {
	const history = await registry.history(name.classifier);
	return history.some(({ champion }) => champion === name.version) || judge(version).decision === 'keep';
}

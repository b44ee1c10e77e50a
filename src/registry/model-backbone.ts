import { isUserError, UserError } from '../errors.ts';
import type { BackboneFinder } from '../model/backbone/backbones.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import type { Manifest } from './manifest.ts';

/** The backbone that a model was made on; of one that was fine-tuned, what it was made of. */
export function baseOf({
	backbone,
	fineTuned,
}: Pick<Manifest, 'backbone' | 'fineTuned'>): Pick<Manifest['backbone'], 'id' | 'sha256'> {
	return fineTuned?.from ?? backbone;
}

/**
 * The backbone that a model was made on, verified.
 * @param version as it is to be named to people
 * @throws {UserError} `model-backbone-missing`, `backbone-damaged`
 */
export function backboneOfModel(
	version: string,
	{ backbone }: Pick<Manifest, 'backbone'>,
	find: BackboneFinder['find'],
): Promise<Backbone> {
	return find(backbone).catch((error: unknown) => {
		if (!isUserError(error, 'backbone-not-installed')) throw error;
		throw new UserError('model-backbone-missing', { version, backbone: backbone.id }, { cause: error });
	});
}

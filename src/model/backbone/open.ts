import { isAbsolute, join, resolve, sep } from 'node:path';
import { isUserError } from '../../errors.ts';
import { type Backbone, readBackbone } from './folder.ts';
import { bundledBackbonesFolder, installedBackbonesFolder } from './installed.ts';
import { BackboneManifest } from './manifest.ts';

export type { Backbone } from './folder.ts';

/** Which of the backbones that ship with Hantei is used unless the host chooses: docs/backbone.md has the reasons. */
const BUNDLED = 'efficientnet-lite0';

export interface OpenBackboneOptions {
	readonly dataFolder: string;
	/** `bundled`, the id of an installed backbone, or the path of a backbone folder. */
	readonly setting: string;
}

/**
 * Finds the backbone that the host chose and verifies it.
 *
 * @throws {UserError} `backbone-not-found`, `backbone-damaged`
 */
export async function openBackbone({ dataFolder, setting }: OpenBackboneOptions): Promise<Backbone> {
	if (setting === 'bundled') return readBackbone(join(bundledBackbonesFolder(), BUNDLED));
	if (!isId(setting)) return readBackbone(resolve(setting));
	for (const folder of [bundledBackbonesFolder(), installedBackbonesFolder(dataFolder)]) {
		try {
			return await readBackbone(join(folder, setting));
		} catch (error) {
			if (!isUserError(error, 'backbone-not-found')) throw error;
		}
	}
	return readBackbone(resolve(setting));
}

/** What has no separator may be the name of a folder beside, too: what is installed comes first. */
function isId(setting: string): boolean {
	const isPath = isAbsolute(setting) || setting.includes('/') || setting.includes(sep);
	return !isPath && BackboneManifest.shape.id.safeParse(setting).success;
}

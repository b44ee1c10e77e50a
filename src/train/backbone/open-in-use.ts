import { join } from 'node:path';
import { isUserError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { type Backbone, readBackbone } from '../../model/backbone/folder.ts';
import { bundledBackbonesFolder, installedBackbonesFolder } from '../../model/backbone/installed.ts';
import { BackboneManifest } from '../../model/backbone/manifest.ts';
import { openBackbone } from '../../model/backbone/open.ts';
import { BUNDLED, readInUse } from './in-use.ts';

export interface OpenInUseOptions {
	readonly dataFolder: string;
	/** HANTEI_BACKBONE, where the host has set it: it goes before what was chosen. */
	readonly setting: string | undefined;
	readonly logger?: Logger;
}

/**
 * Opens the backbone that new models are made on: what the environment says, else what `hantei backbone use` chose, else
 * the bundled one. Where what was chosen cannot be used any more, the bundled one takes its place, and the log says so.
 * @throws {UserError} `backbone-not-found`, `backbone-damaged`
 */
export async function openBackboneInUse({
	dataFolder,
	setting,
	logger,
}: OpenInUseOptions): Promise<Backbone> {
	if (setting !== undefined) return openBackbone({ dataFolder, setting });
	const { inUse } = await readInUse(dataFolder);
	try {
		return await openChosen(inUse, dataFolder);
	} catch (error) {
		if (inUse === BUNDLED || !isUserError(error, 'backbone-not-installed', 'backbone-damaged')) throw error;
		logger?.error(
			{ backbone: inUse, error: String(error) },
			'the backbone in use cannot be used; the bundled one takes its place',
		);
		return openBackbone({ dataFolder, setting: BUNDLED });
	}
}

/**
 * Opens an installed backbone, or the bundled one, by its name.
 * @throws {UserError} `backbone-not-installed`, `backbone-damaged`
 */
export async function openChosen(name: string, dataFolder: string): Promise<Backbone> {
	if (name === BUNDLED) return openBackbone({ dataFolder, setting: BUNDLED });
	// A name is a folder's: none may lead out of where they lie.
	if (!BackboneManifest.shape.id.safeParse(name).success) throw notInstalled(name);
	for (const folder of [bundledBackbonesFolder(), installedBackbonesFolder(dataFolder)]) {
		try {
			return await readBackbone(join(folder, name));
		} catch (error) {
			if (!isUserError(error, 'backbone-not-found')) throw error;
		}
	}
	throw notInstalled(name);
}

function notInstalled(name: string): UserError {
	return new UserError('backbone-not-installed', { id: name.slice(0, 96) });
}

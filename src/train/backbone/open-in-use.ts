import { join } from 'node:path';
import { isUserError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { BackboneFinder } from '../../model/backbone/backbones.ts';
import { type Backbone, readBackbone } from '../../model/backbone/folder.ts';
import { bundledBackbonesFolder, installedBackbonesFolder } from '../../model/backbone/installed.ts';
import { BackboneManifest } from '../../model/backbone/manifest.ts';
import { openBackbone } from '../../model/backbone/open.ts';
import type { BackboneChoice } from './in-use.ts';
import { BUNDLED } from './in-use.ts';

export interface OpenInUseOptions {
	readonly dataFolder: string;
	/** HANTEI_BACKBONE, where the host has set it: it goes before what was chosen. */
	readonly setting: string | undefined;
	readonly choice: BackboneChoice;
	/** Fetches what was installed on another machine. */
	readonly backbones?: BackboneFinder;
	readonly logger?: Logger;
}

/**
 * Opens the backbone that new models are made on: what the environment says, else what `hantei backbone use` chose, else
 * the bundled one. Where what was chosen cannot be used any more, the bundled one takes its place, and the log says so; not
 * where it was chosen for several machines, which would then make models on different ones.
 * @throws {UserError} `backbone-not-found`, `backbone-damaged`, `backbone-elsewhere`
 */
export async function openBackboneInUse(options: OpenInUseOptions): Promise<Backbone> {
	const { dataFolder, setting, choice, logger } = options;
	if (setting !== undefined) return openBackbone({ dataFolder, setting });
	const { inUse } = await choice.read();
	try {
		return await openChosen(inUse, options);
	} catch (error) {
		if (inUse === BUNDLED || !isUserError(error, 'backbone-not-installed', 'backbone-damaged')) throw error;
		if (choice.isShared && error.code === 'backbone-damaged') throw error;
		if (choice.isShared)
			throw new UserError('backbone-elsewhere', { id: inUse, setting: 'HANTEI_STORAGE_URL' });
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
export async function openChosen(
	name: string,
	{ dataFolder, backbones }: Pick<OpenInUseOptions, 'dataFolder' | 'backbones'>,
): Promise<Backbone> {
	if (name === BUNDLED) return openBackbone({ dataFolder, setting: BUNDLED });
	// A name is a folder's: none may lead out of where they lie.
	if (!BackboneManifest.shape.id.safeParse(name).success) throw notInstalled(name);
	const find = async () =>
		(await readIfThere(join(bundledBackbonesFolder(), name))) ??
		(await readIfThere(join(installedBackbonesFolder(dataFolder), name)));
	let found = await find();
	if (!found && backbones?.fetchInstalled) {
		await backbones.fetchInstalled();
		found = await find();
	}
	if (!found) throw notInstalled(name);
	return found;
}

async function readIfThere(folder: string): Promise<Backbone | undefined> {
	try {
		return await readBackbone(folder);
	} catch (error) {
		if (isUserError(error, 'backbone-not-found')) return undefined;
		throw error;
	}
}

function notInstalled(name: string): UserError {
	return new UserError('backbone-not-installed', { id: name.slice(0, 96) });
}

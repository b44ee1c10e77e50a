import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isUserError, type UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { type Backbone, readBackbone } from './folder.ts';

/** A backbone folder on this machine. One that cannot be used is listed with the reason, and disturbs no other. */
export type InstalledBackbone = {
	/** The folder's name, and of a usable one the manifest's id. */
	readonly id: string;
	/** `bundled` ones ship with Hantei; `installed` ones the host imported or downloaded. */
	readonly origin: 'bundled' | 'installed';
	/** Absolute. */
	readonly folder: string;
	/** Of all its files. */
	readonly bytes: number;
} & State;

type State =
	| { readonly state: 'ready'; readonly backbone: Backbone }
	| { readonly state: 'broken'; readonly backbone?: never; readonly reason: UserError };

/** Where backbones lie that ship with Hantei. */
export function bundledBackbonesFolder(): string {
	return join(packageRoot(), 'models', 'backbones');
}

/** Where backbones lie that the host installed. */
export function installedBackbonesFolder(dataFolder: string): string {
	return resolve(dataFolder, 'backbones');
}

/** Where backbones lie whose last blocks were trained for one model: they are nobody's choice for another. */
export function tunedBackbonesFolder(dataFolder: string): string {
	return resolve(dataFolder, 'fine-tuned');
}

/**
 * Every backbone on this machine, every byte of each verified: the bundled ones first, else by id. Not those that an earlier
 * Hantei made for itself: they serve the models that were made on them, and are nobody's choice.
 */
export async function installedBackbones(dataFolder: string): Promise<InstalledBackbone[]> {
	return [
		...(await backbonesIn(bundledBackbonesFolder(), 'bundled')),
		...(await backbonesIn(installedBackbonesFolder(dataFolder), 'installed')),
	];
}

async function backbonesIn(
	parent: string,
	origin: InstalledBackbone['origin'],
): Promise<InstalledBackbone[]> {
	const entries = await readdir(parent, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return [];
		throw error;
	});
	// What is being written has a name with a dot in front.
	const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.'));
	const found: InstalledBackbone[] = [];
	for (const id of names.map(({ name }) => name).sort()) {
		const folder = join(parent, id);
		const state = await read(folder);
		if (state.backbone?.manifest.safetyClasses) continue;
		found.push({ id, origin, folder, bytes: await sizeOf(folder), ...state });
	}
	return found;
}

async function read(folder: string): Promise<State> {
	try {
		return { state: 'ready', backbone: await readBackbone(folder) };
	} catch (reason) {
		if (isUserError(reason)) return { state: 'broken', reason };
		throw reason;
	}
}

async function sizeOf(folder: string): Promise<number> {
	const names = await readdir(folder).catch(() => []);
	const sizes = await Promise.all(
		names.map((name) =>
			stat(join(folder, name)).then(
				({ size }) => size,
				() => 0,
			),
		),
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}

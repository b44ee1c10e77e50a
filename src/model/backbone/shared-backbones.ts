import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { moveFolderIntoPlace, removeAbandoned } from '../../atomic-write.ts';
import { isUserError } from '../../errors.ts';
import type { BackboneStores, ObjectStore } from '../../storage/object-store.ts';
import { MANIFEST } from '../network-folder.ts';
import { type BackboneFinder, type BackboneReference, Backbones } from './backbones.ts';
import { type Backbone, NETWORK } from './folder.ts';
import { bundledBackbonesFolder, installedBackbonesFolder, tunedBackbonesFolder } from './installed.ts';

/**
 * Backbones that several machines have: one that is missing here is fetched into the folder where it would be if it had
 * been installed here, since networks are run from files.
 */
export class SharedBackbones implements BackboneFinder {
	readonly #local: Backbones;
	readonly #stores: BackboneStores;
	readonly #dataFolder: string;

	constructor(local: Backbones, stores: BackboneStores, dataFolder: string) {
		this.#local = local;
		this.#stores = stores;
		this.#dataFolder = dataFolder;
	}

	async find(reference: BackboneReference): Promise<Backbone> {
		try {
			return await this.#local.find(reference);
		} catch (error) {
			if (!isUserError(error, 'backbone-not-installed', 'backbone-damaged')) throw error;
			if (!(await this.#fetch(reference.id))) throw error;
			return this.#local.find(reference);
		}
	}

	async share(reference: BackboneReference): Promise<void> {
		const folder = dirname((await this.#local.find(reference)).onnxPath);
		if (dirname(folder) === bundledBackbonesFolder()) return;
		const isTuned = dirname(folder) === tunedBackbonesFolder(this.#dataFolder);
		const store = isTuned ? this.#stores.tuned : this.#stores.installed;
		const { id } = reference;
		if (!(await store.folders('')).includes(id))
			await store.put(`${id}/${NETWORK}`, await readFile(join(folder, NETWORK)));
		// Last, and again where it is there: what was shared just now is not cleared away as unneeded.
		await store.put(`${id}/${MANIFEST}`, await readFile(join(folder, MANIFEST)));
	}

	async fetchInstalled(): Promise<void> {
		const folder = installedBackbonesFolder(this.#dataFolder);
		for (const id of await this.#stores.installed.folders('')) {
			const isHere = await readFile(join(folder, id, MANIFEST)).catch(() => undefined);
			if (!isHere) await fetchFolder(this.#stores.installed, id, join(folder, id));
		}
	}

	async #fetch(id: string): Promise<boolean> {
		const { installed, tuned } = this.#stores;
		return (
			(await fetchFolder(tuned, id, join(tunedBackbonesFolder(this.#dataFolder), id))) ||
			(await fetchFolder(installed, id, join(installedBackbonesFolder(this.#dataFolder), id)))
		);
	}
}

/**
 * The backbones of this machine, and of others where they lie in one place.
 * @param setting HANTEI_BACKBONE
 */
export function openBackbones(dataFolder: string, setting?: string, shared?: BackboneStores): BackboneFinder {
	const local = new Backbones(dataFolder, setting);
	return shared ? new SharedBackbones(local, shared, dataFolder) : local;
}

/** @returns false where there is no such folder */
async function fetchFolder(store: ObjectStore, id: string, folder: string): Promise<boolean> {
	const manifest = await store.read(`${id}/${MANIFEST}`);
	const network = manifest && (await store.read(`${id}/${NETWORK}`));
	if (!manifest || !network) return false;
	const temporary = join(dirname(folder), `.${randomUUID()}.tmp`);
	await mkdir(dirname(folder), { recursive: true });
	await removeAbandoned(dirname(folder));
	try {
		await mkdir(temporary);
		await writeFile(join(temporary, NETWORK), network);
		await writeFile(join(temporary, MANIFEST), manifest);
		await moveFolderIntoPlace(temporary, folder);
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
	return true;
}

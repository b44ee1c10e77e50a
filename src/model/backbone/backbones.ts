import { join, resolve } from 'node:path';
import { isUserError, UserError } from '../../errors.ts';
import { type Backbone, readBackbone } from './folder.ts';
import { bundledBackbonesFolder, installedBackbonesFolder, tunedBackbonesFolder } from './installed.ts';
import { BackboneManifest } from './manifest.ts';

/** Which backbone a model was made on. */
export type BackboneReference = Pick<BackboneManifest, 'id' | 'sha256'>;

/** Finds the backbones that models were made on. */
export interface BackboneFinder {
	/** @throws {UserError} `backbone-not-installed`, `backbone-damaged` */
	find(reference: BackboneReference): Promise<Backbone>;
	/** Makes one that is here to be found on other machines, before a model names it. */
	share?(reference: BackboneReference): Promise<void>;
	/** Fetches all that were shared by other machines: they can then be chosen here. */
	fetchInstalled?(): Promise<void>;
}

/** The installed backbones, each verified when it is first asked for. */
export class Backbones implements BackboneFinder {
	readonly #folders: readonly string[];
	readonly #own: readonly string[];
	/** By SHA-256. */
	readonly #verified = new Map<string, Promise<Backbone>>();

	/** @param setting HANTEI_BACKBONE: the host may have named a folder that lies where no other does */
	constructor(dataFolder: string, setting?: string) {
		this.#folders = [
			bundledBackbonesFolder(),
			installedBackbonesFolder(dataFolder),
			tunedBackbonesFolder(dataFolder),
		];
		this.#own = setting === undefined ? [] : [resolve(setting)];
	}

	find(reference: BackboneReference): Promise<Backbone> {
		const verified = this.#verified.get(reference.sha256);
		if (verified) return verified;
		const finding = this.#read(reference);
		this.#verified.set(reference.sha256, finding);
		// It may be installed, or mended, until it is asked for again.
		finding.catch(() => this.#verified.delete(reference.sha256));
		return finding;
	}

	async #read({ id, sha256 }: BackboneReference): Promise<Backbone> {
		// An id is a folder's name: a model from elsewhere must not lead out of it.
		const isName = BackboneManifest.shape.id.safeParse(id).success;
		const named = isName ? this.#folders.map((folder) => join(folder, id)) : [];
		for (const folder of [...named, ...this.#own]) {
			try {
				const { manifest, onnxPath } = await readBackbone(folder);
				if (manifest.id === id && manifest.sha256 === sha256) return { manifest, onnxPath };
			} catch (error) {
				if (!isUserError(error, 'backbone-not-found')) throw error;
			}
		}
		throw new UserError('backbone-not-installed', { id });
	}
}

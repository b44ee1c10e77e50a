import type { BackboneFinder } from '../model/backbone/backbones.ts';
import { type Backbone, backboneBytes } from '../model/backbone/folder.ts';
import { isStorageFault } from '../storage/faults.ts';
import type { Manifest } from './manifest.ts';
import { backboneOfModel } from './model-backbone.ts';
import type { RegistryReader } from './registry-reader.ts';
import { formatVersionName, type VersionName } from './version-name.ts';

type MadeOn = Pick<Manifest, 'backbone' | 'fineTuned'>;

/** The backbones that the versions of a registry were made on. */
export class VersionBackbones {
	readonly #versions: Pick<RegistryReader, 'classifiers' | 'versions' | 'readManifest'>;
	readonly #finder: BackboneFinder | undefined;

	/** @param finder without one, each is taken to be there */
	constructor(
		versions: Pick<RegistryReader, 'classifiers' | 'versions' | 'readManifest'>,
		finder: BackboneFinder | undefined,
	) {
		this.#versions = versions;
		this.#finder = finder;
	}

	/**
	 * The one of a version, verified.
	 * @throws {UserError} `model-backbone-missing`, `backbone-damaged`, `model-not-found`, `model-damaged`
	 */
	async of(name: VersionName): Promise<Backbone> {
		const finder = this.#finder;
		if (!finder) throw new TypeError('This registry was opened without backbones');
		const manifest = await this.#versions.readManifest(name);
		return backboneOfModel(formatVersionName(name), manifest, (reference) => finder.find(reference));
	}

	/** Ids of all, of all classifiers; of those versions that can be read. */
	async ids(): Promise<ReadonlySet<string>> {
		const ids = new Set<string>();
		for (const classifier of await this.#versions.classifiers()) {
			for (const version of await this.#versions.versions(classifier)) {
				const manifest = await this.#versions
					.readManifest({ classifier, version })
					.catch((error: unknown) => {
						// What it was made on must not be taken for unneeded.
						if (isStorageFault(error)) throw error;
					});
				if (manifest) ids.add(manifest.backbone.id);
			}
		}
		return ids;
	}

	/** Of the one that a fine-tuned version has for itself; undefined where it is gone, and for any other version. */
	async ownBytes({ backbone, fineTuned }: MadeOn): Promise<number | undefined> {
		if (!fineTuned) return undefined;
		return this.#finder?.find(backbone).then(backboneBytes, () => undefined);
	}

	/** What does not say what it was made on is damaged, which whoever loads it is told. */
	async require(name: VersionName): Promise<void> {
		const manifest = await this.#versions.readManifest(name).catch(() => undefined);
		const finder = this.#finder;
		if (!manifest || !finder) return;
		await backboneOfModel(formatVersionName(name), manifest, (reference) => finder.find(reference));
	}

	/** Rejects where it is not there. */
	async find({ backbone }: MadeOn): Promise<Backbone | undefined> {
		return this.#finder?.find(backbone);
	}

	/** Puts it where other machines find it. */
	async share({ backbone }: MadeOn): Promise<void> {
		await this.#finder?.share?.(backbone);
	}
}

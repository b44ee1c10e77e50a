import { FolderAliases } from '../storage/folder-aliases.ts';
import { FolderObjects } from '../storage/folder-objects.ts';
import type { ModelStore } from '../storage/object-store.ts';
import { type AliasFile, formatAliases, parseAliases } from './aliases.ts';
import { isClassifierName, type VersionName, versionNumber } from './version-name.ts';

export type RegistryPlaces = {
	/** The folder that ships with Hantei, read-only. */
	readonly shipped: string;
} & (
	| { readonly folder: string; readonly models?: never }
	| { readonly models: ModelStore; readonly folder?: never }
);

/** What is there of a classifier at one moment. */
export interface Holdings {
	readonly aliases: AliasFile;
	/** Newest first. */
	readonly versions: readonly string[];
	/** Whose they are. */
	readonly place: Versions;
}

/** Versions and aliases of all classifiers in one place: `<classifier>/<version>/`. */
export class Versions {
	readonly #models: ModelStore;

	constructor(models: ModelStore) {
		this.#models = models;
	}

	async classifiers(): Promise<string[]> {
		return (await this.#models.aliases.names()).filter(isClassifierName);
	}

	/** Newest first. */
	async names(classifier: string): Promise<string[]> {
		const numbers = (await this.#models.versions.folders(nameOf(classifier)))
			.map((name) => versionNumber(name) ?? 0)
			.filter((number) => number > 0);
		return numbers.sort((a, b) => b - a).map((number) => `v${number}`);
	}

	/** @throws where there is no such file */
	async read({ classifier, version }: VersionName, file: string, sha256?: string): Promise<Uint8Array> {
		const bytes = await this.#models.versions.read(`${nameOf(classifier)}/${version}/${file}`, sha256);
		if (!bytes) throw new Error(`there is no ${file}`);
		return bytes;
	}

	async writtenAt({ classifier, version }: VersionName): Promise<Date | undefined> {
		return (await this.#models.versions.stat(`${nameOf(classifier)}/${version}/manifest.json`))?.modifiedAt;
	}

	/** Writes a version under the next free number, whoever else is doing the same. */
	async write(classifier: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<VersionName> {
		for (let tried = 0; ; ) {
			const [newest = 'v0'] = await this.names(classifier);
			// A number may be taken by somebody who never finishes.
			const number = Math.max(tried, versionNumber(newest) ?? 0) + 1;
			const name = { classifier, version: `v${number}` };
			if (await this.#models.versions.putFolder(`${nameOf(classifier)}/${name.version}`, files)) return name;
			tried = number;
		}
	}

	async remove({ classifier, version }: VersionName): Promise<void> {
		await this.#models.versions.removeFolder(`${nameOf(classifier)}/${version}`);
	}

	/** What writers left that ended before they were done. */
	async clearAbandoned(classifier: string, before: Date): Promise<void> {
		await this.#models.versions.clearAbandoned(before, nameOf(classifier));
	}

	/** Versions and aliases. */
	async removeAll(classifier: string): Promise<void> {
		const name = nameOf(classifier);
		await this.#models.aliases.update(name, async () => {
			await this.#models.versions.removeFolder(name);
			return undefined;
		});
		await this.#models.aliases.remove(name);
	}

	revision(classifier: string): Promise<string> {
		return this.#models.aliases.revision(nameOf(classifier));
	}

	async aliases(classifier: string): Promise<AliasFile> {
		return parseAliases(await this.#models.aliases.read(nameOf(classifier)));
	}

	/** @param change gives back what it was given to leave it alone; may be asked again when others were faster */
	async changeAliases(classifier: string, change: (aliases: AliasFile) => Promise<AliasFile>): Promise<void> {
		await this.#models.aliases.update(nameOf(classifier), async (text) => {
			const aliases = parseAliases(text);
			const changed = await change(aliases);
			return changed === aliases ? undefined : formatAliases(changed);
		});
	}
}

/** The host's versions, and what ships with Hantei where it has none. */
export class VersionStore {
	readonly own: Versions;
	readonly #shipped: Versions;

	constructor(places: RegistryPlaces) {
		this.own = new Versions(places.models ?? inFolder(places.folder));
		this.#shipped = new Versions(inFolder(places.shipped));
	}

	/** Aliases are read first: what they name was there before. */
	async holdings(classifier: string): Promise<Holdings> {
		const own = await holdingsIn(this.own, classifier);
		if (own.versions.length > 0) return own;
		const shipped = await holdingsIn(this.#shipped, classifier);
		return shipped.versions.length > 0 ? shipped : own;
	}
}

async function holdingsIn(place: Versions, classifier: string): Promise<Holdings> {
	const aliases = await place.aliases(classifier);
	return { aliases, versions: await place.names(classifier), place };
}

function inFolder(folder: string): ModelStore {
	return { versions: new FolderObjects(folder), aliases: new FolderAliases(folder) };
}

/** @throws {RangeError} for anything but the name of a classifier: a path, above all */
function nameOf(classifier: string): string {
	if (!isClassifierName(classifier)) throw new RangeError(`no classifier is called ${classifier}`);
	return classifier;
}

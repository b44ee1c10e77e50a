import { UserError } from '../errors.ts';
import { isStorageFault } from '../storage/faults.ts';
import { type Aliases, type AliasFile, serveOrder } from './aliases.ts';
import type { AliasChange } from './history.ts';
import { FORMAT, type Manifest, manifestSchema } from './manifest.ts';
import {
	DamagedVersion,
	decodeServingPart,
	decodeVersion,
	type ModelVersion,
	OtherFormat,
	type ReadFile,
	type ServableFiles,
} from './version-files.ts';
import {
	DEFAULT_CLASSIFIER,
	formatVersionName,
	parseVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
} from './version-name.ts';
import { type RegistryPlaces, VersionStore, type Versions } from './version-store.ts';

/**
 * What the registry holds, for anyone to read at any time: nobody who changes it is waited for, and whatever is read is
 * whole. What ships with Hantei is looked into where the host has nothing.
 */
export class RegistryReader {
	protected readonly store: VersionStore;

	constructor(places: RegistryPlaces) {
		this.store = new VersionStore(places);
	}

	/** Classifiers with something of their own. */
	classifiers(): Promise<string[]> {
		return this.store.own.classifiers();
	}

	/** Version names of a classifier, newest first. */
	async versions(classifier: string): Promise<string[]> {
		return [...(await this.store.holdings(classifier)).versions];
	}

	async aliases(classifier: string): Promise<Aliases> {
		const { history: _, kept: __, removed: ___, fence: ____, ...aliases } = await this.aliasFile(classifier);
		return aliases;
	}

	/** Which version goes on answering beside a server's own, and for which labels. */
	async kept(classifier: string): Promise<AliasFile['kept']> {
		return (await this.aliasFile(classifier)).kept;
	}

	/** How what serves a classifier has changed, oldest first. */
	async history(classifier: string): Promise<readonly AliasChange[]> {
		return (await this.aliasFile(classifier)).history;
	}

	/** Another text after every change of the aliases; cheap to ask for, unlike them. */
	stamp(classifier: string): Promise<string> {
		return this.store.own.revision(classifier);
	}

	/** Labels and origin of a version: enough to tell what it knows, without reading all of it. */
	async readManifest(name: VersionName): Promise<Manifest> {
		const place = await this.placeOf(name);
		try {
			const text = new TextDecoder().decode(await place.read(name, 'manifest.json'));
			return manifestSchema.parse(JSON.parse(text));
		} catch (error) {
			if (isStorageFault(error)) throw error;
			const reason = 'manifest.json cannot be read';
			throw new UserError('model-damaged', { version: formatVersionName(name), reason }, { cause: error });
		}
	}

	/**
	 * Reads a version, every hash checked.
	 * @throws {UserError} `model-not-found`, `model-damaged`, `model-other-format`
	 */
	read(name: VersionName): Promise<ModelVersion> {
		return this.#decode(name, decodeVersion);
	}

	/**
	 * Reads of a version what judging takes, every hash checked.
	 * @throws {UserError} as `read`
	 */
	readServable(name: VersionName): Promise<ServableFiles> {
		return this.#decode(name, decodeServingPart);
	}

	/**
	 * All files of a version, whole, every hash checked: to hand on.
	 * @throws {UserError} as `read`
	 */
	async files(name: VersionName): Promise<ReadonlyMap<string, Uint8Array>> {
		const { manifest } = await this.read(name);
		const place = await this.placeOf(name);
		const files = new Map<string, Uint8Array>();
		for (const file of [...Object.keys(manifest.files), 'manifest.json']) {
			files.set(file, await place.read(name, file, manifest.files[file]));
		}
		return files;
	}

	/**
	 * When a version was written, by its files: its manifest holds no time.
	 * @throws {UserError} `model-not-found`
	 */
	async writtenAt(name: VersionName): Promise<Date> {
		const place = await this.placeOf(name);
		return (await place.writtenAt(name)) ?? new Date(0);
	}

	/** The version a person names: `v3`, `starter/v1`. */
	async find(text: string, classifier: string): Promise<VersionName> {
		const name = parseVersionName(text, classifier);
		const known = await this.versions(name?.classifier ?? classifier);
		if (!name || !known.includes(name.version))
			throw new UserError('model-not-found', { version: text, known });
		return name;
	}

	/**
	 * Versions that may serve a classifier, best first: its own, then those of the classifier it follows.
	 * @throws {UserError} `no-model` when there is none at all
	 */
	async candidates(classifier: string): Promise<VersionName[]> {
		const names = await this.candidatesOf(classifier);
		if (names.length === 0) throw new UserError('no-model', { classifier });
		return names;
	}

	/** What serving decides by, read at one moment. */
	async endpointState(classifier: string): Promise<{
		readonly aliases: AliasFile;
		readonly candidates: readonly VersionName[];
	}> {
		const followed = followedBy(classifier);
		const others = followed === undefined ? [] : await this.candidatesOf(followed);
		const { aliases, versions } = await this.store.holdings(classifier);
		const candidates = serveOrder(classifier, aliases, versions, others);
		return { aliases, candidates };
	}

	protected async candidatesOf(classifier: string): Promise<VersionName[]> {
		return [...(await this.endpointState(classifier)).candidates];
	}

	async #decode<Result>(name: VersionName, decode: (read: ReadFile) => Promise<Result>): Promise<Result> {
		const place = await this.placeOf(name);
		try {
			return await decode((file, sha256) => place.read(name, file, sha256));
		} catch (error) {
			if (isStorageFault(error)) throw error;
			const version = formatVersionName(name);
			if (error instanceof OtherFormat) {
				const isOlder = error.format < FORMAT;
				throw new UserError('model-other-format', { version, isOlder }, { cause: error });
			}
			const reason = error instanceof DamagedVersion ? error.message : String(error);
			throw new UserError('model-damaged', { version, reason }, { cause: error });
		}
	}

	protected async aliasFile(classifier: string): Promise<AliasFile> {
		return (await this.store.holdings(classifier)).aliases;
	}

	/** Where a version lies. @throws {UserError} `model-not-found` */
	protected async placeOf(name: VersionName): Promise<Versions> {
		const { versions, place } = await this.store.holdings(name.classifier);
		if (versions.includes(name.version)) return place;
		throw new UserError('model-not-found', { version: formatVersionName(name), known: [...versions] });
	}
}

/** The classifier whose model serves while one has no champion of its own. */
function followedBy(classifier: string): string | undefined {
	if (classifier === STARTER_CLASSIFIER) return undefined;
	return classifier === DEFAULT_CLASSIFIER ? STARTER_CLASSIFIER : DEFAULT_CLASSIFIER;
}

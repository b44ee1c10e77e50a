import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { removeAbandoned, writeFolderAtomically } from '../atomic-write.ts';
import { UserError } from '../errors.ts';
import { type Aliases, aliasOf, readAliases, serveOrder, withChampion, writeAliases } from './aliases.ts';
import { FORMAT } from './manifest.ts';
import {
	DamagedVersion,
	decodeVersion,
	encodeVersion,
	type ModelVersion,
	type NewVersion,
	OtherFormat,
} from './version-files.ts';
import {
	formatVersionName,
	isClassifierName,
	parseVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
	versionNumber,
} from './version-name.ts';

/**
 * Model versions on disk: `<folder>/<classifier>/<version>/`. Versions are immutable; `aliases.json` beside them says
 * which one serves. A second, read-only folder (what ships with Hantei) is looked into where the first has nothing.
 */
export class Registry {
	readonly #folder: string;
	readonly #shipped: string;
	/** Aliases are read, changed and written back: one change at a time. */
	readonly #changes = new PQueue({ concurrency: 1 });

	constructor(folders: { readonly folder: string; readonly shipped: string }) {
		this.#folder = folders.folder;
		this.#shipped = folders.shipped;
	}

	/** Version names of a classifier, newest first. */
	async versions(classifier: string): Promise<string[]> {
		return versionsIn(await this.#folderOf(classifier));
	}

	async aliases(classifier: string): Promise<Aliases> {
		return readAliases(await this.#folderOf(classifier));
	}

	/** Writes a version under the next free number. */
	async write(classifier: string, version: NewVersion): Promise<VersionName> {
		const files = encodeVersion(version);
		const home = this.#homeOf(classifier);
		await removeAbandoned(home);
		const name = await writeNext(home, files);
		await this.#change(classifier, (aliases) => ({ ...aliases, challenger: name }));
		return { classifier, version: name };
	}

	/**
	 * Makes a version the one that serves a classifier, its own or another's; what served before becomes `previous`.
	 * @throws {UserError} `model-not-found`
	 */
	async promote(name: VersionName, classifier = name.classifier): Promise<void> {
		// Looked for when its turn has come: promotions happen in the order in which they were asked for.
		await this.#change(classifier, async (aliases) => {
			await this.#requireVersion(name);
			const [serving] = await this.#candidates(classifier);
			return withChampion(aliases, aliasOf(name, classifier), serving && aliasOf(serving, classifier));
		});
	}

	/**
	 * Reads a version, every hash checked.
	 * @throws {UserError} `model-not-found`, `model-damaged`, `model-other-format`
	 */
	async read(name: VersionName): Promise<ModelVersion> {
		await this.#requireVersion(name);
		const folder = join(await this.#folderOf(name.classifier), name.version);
		try {
			return await decodeVersion((file) => readFile(join(folder, file)));
		} catch (error) {
			const version = formatVersionName(name);
			if (error instanceof OtherFormat)
				throw new UserError(
					'model-other-format',
					{ version, isOlder: error.format < FORMAT },
					{ cause: error },
				);
			const reason = error instanceof DamagedVersion ? error.message : String(error);
			throw new UserError('model-damaged', { version, reason }, { cause: error });
		}
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
	 * Versions that may serve a classifier, best first: its own, then the starter's.
	 * @throws {UserError} `no-model` when there is none at all
	 */
	async candidates(classifier: string): Promise<VersionName[]> {
		const names = await this.#candidates(classifier);
		if (names.length === 0) throw new UserError('no-model', { classifier });
		return names;
	}

	async #candidates(classifier: string): Promise<VersionName[]> {
		const starter = classifier === STARTER_CLASSIFIER ? [] : await this.#candidates(STARTER_CLASSIFIER);
		return serveOrder(classifier, await this.aliases(classifier), await this.versions(classifier), starter);
	}

	async #requireVersion(name: VersionName): Promise<void> {
		const known = await this.versions(name.classifier);
		if (!known.includes(name.version))
			throw new UserError('model-not-found', { version: formatVersionName(name), known });
	}

	async #change(classifier: string, change: (aliases: Aliases) => Aliases | Promise<Aliases>): Promise<void> {
		const home = this.#homeOf(classifier);
		await this.#changes.add(async () => writeAliases(home, await change(await readAliases(home))));
	}

	/** Where a classifier's versions are: the host's folder, or the shipped one where the host has none. */
	async #folderOf(classifier: string): Promise<string> {
		const own = this.#homeOf(classifier);
		const shipped = join(this.#shipped, classifier);
		return (await versionsIn(own)).length === 0 && (await versionsIn(shipped)).length > 0 ? shipped : own;
	}

	/** @throws {RangeError} for anything but the name of a classifier: a path, above all */
	#homeOf(classifier: string): string {
		if (!isClassifierName(classifier)) throw new RangeError(`no classifier is called ${classifier}`);
		return join(this.#folder, classifier);
	}
}

/** Writes a version's files under the next free number, whoever else is doing the same. */
async function writeNext(home: string, files: ReturnType<typeof encodeVersion>): Promise<string> {
	for (;;) {
		const [newest = 'v0'] = await versionsIn(home);
		const name = `v${(versionNumber(newest) ?? 0) + 1}`;
		try {
			await writeFolderAtomically(join(home, name), files);
			return name;
		} catch (error) {
			// Another process took the number first. Anything else would fail again.
			if (!(await versionsIn(home)).includes(name)) throw error;
		}
	}
}

/** Newest first; empty where there is no such folder. */
async function versionsIn(folder: string): Promise<string[]> {
	const numbers = (await namesIn(folder))
		.map((name) => versionNumber(name) ?? 0)
		.filter((number) => number > 0);
	return numbers.sort((a, b) => b - a).map((number) => `v${number}`);
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch {
		return [];
	}
}

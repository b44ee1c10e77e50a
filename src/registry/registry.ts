import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeAbandoned, removeFolderAtomically, writeFolderAtomically } from '../atomic-write.ts';
import { UserError } from '../errors.ts';
import {
	ALIASES_FILE,
	type Aliases,
	type AliasFile,
	aliasOf,
	readAliases,
	rollBackTargets,
	rolledBack,
	serveOrder,
	withChampion,
	writeAliases,
} from './aliases.ts';
import type { AliasChange } from './history.ts';
import { withFolderLock } from './lock.ts';
import { FORMAT, type Manifest, manifestSchema } from './manifest.ts';
import { isMomentary } from './momentary.ts';
import { removableVersions } from './retention.ts';
import {
	DamagedVersion,
	decodeVersion,
	encodeVersion,
	type ModelVersion,
	type NewVersion,
	OtherFormat,
} from './version-files.ts';
import {
	DEFAULT_CLASSIFIER,
	formatVersionName,
	isClassifierName,
	parseVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
	versionNumber,
} from './version-name.ts';

export interface RegistryOptions {
	readonly folder: string;
	/** What ships with Hantei, read-only. */
	readonly shipped: string;
	readonly now?: () => Date;
}

/**
 * Model versions on disk: `<folder>/<classifier>/<version>/`. Versions are immutable; `aliases.json` beside them says
 * which one serves. A second, read-only folder (what ships with Hantei) is looked into where the first has nothing.
 * Any number of processes may read, at any time; changes of a classifier's aliases wait for each other.
 */
export class Registry {
	readonly #folder: string;
	readonly #shipped: string;
	readonly #now: () => Date;
	/** The last change asked for, by classifier: they happen in the order in which they were asked for. */
	readonly #changes = new Map<string, Promise<unknown>>();

	constructor({ folder, shipped, now = () => new Date() }: RegistryOptions) {
		this.#folder = folder;
		this.#shipped = shipped;
		this.#now = now;
	}

	/** Classifiers with a folder of their own. */
	async classifiers(): Promise<string[]> {
		return (await namesIn(this.#folder)).filter(isClassifierName);
	}

	/** Version names of a classifier, newest first. */
	async versions(classifier: string): Promise<string[]> {
		return versionsIn(await this.#folderOf(classifier));
	}

	async aliases(classifier: string): Promise<Aliases> {
		const { history: _, ...aliases } = await this.#aliasFile(classifier);
		return aliases;
	}

	/** How what serves a classifier has changed, oldest first. */
	async history(classifier: string): Promise<readonly AliasChange[]> {
		return (await this.#aliasFile(classifier)).history;
	}

	/** Another text after every change of the aliases; cheap to ask for, unlike them. */
	async stamp(classifier: string): Promise<string> {
		try {
			const { ino, mtimeMs, size } = await stat(join(this.#homeOf(classifier), ALIASES_FILE));
			return `${ino} ${mtimeMs} ${size}`;
		} catch {
			return 'none';
		}
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
		// Looked for when its turn has come: it may be written, or deleted, until then.
		await this.#change(classifier, async (aliases) => {
			await this.#requireVersion(name);
			const [serving] = await this.#candidates(classifier);
			const served = serving && aliasOf(serving, classifier);
			return withChampion(aliases, aliasOf(name, classifier), served, this.#now());
		});
	}

	/**
	 * Returns to what served before the champion, or further back where that cannot be read any more. A classifier whose
	 * first model is rolled back follows `default` again.
	 * @param options.from roll back only if this is the champion still
	 * @returns what serves now
	 * @throws {UserError} `no-previous-model`
	 */
	async rollBack(classifier: string, { from }: { readonly from?: VersionName } = {}): Promise<VersionName> {
		await this.#change(classifier, async (aliases) => {
			if (from && aliases.champion !== aliasOf(from, classifier)) return aliases;
			const usable: string[] = [];
			for (const alias of rollBackTargets(aliases)) {
				if (await this.#canServe(alias, classifier)) usable.push(alias);
			}
			const [target, previous] = usable;
			if (target === undefined) throw new UserError('no-previous-model', { classifier });
			const [serving] = await this.#candidates(classifier);
			const served = serving && aliasOf(serving, classifier);
			return rolledBack(aliases, classifier, { target, previous, served }, this.#now());
		});
		const [serving] = await this.candidates(classifier);
		return serving;
	}

	/**
	 * Deletes old versions: never what an alias of any classifier names, nor what serves.
	 * @param keep how many of the newest stay whatever names them
	 * @returns what was deleted, oldest first
	 */
	async prune(classifier: string, keep: number): Promise<VersionName[]> {
		const home = this.#homeOf(classifier);
		if ((await versionsIn(home)).length <= keep) return [];
		return this.#inTurn(classifier, async () => {
			const needed = await this.#neededVersions(classifier);
			const removable = removableVersions(await versionsIn(home), needed, keep);
			for (const version of removable) await removeFolderAtomically(join(home, version));
			return removable.map((version) => ({ classifier, version }));
		});
	}

	/** Deletes all models of a server; it follows `default` again. @throws {RangeError} for the host's own */
	async forget(classifier: string): Promise<void> {
		const home = this.#homeOf(classifier);
		if (classifier === DEFAULT_CLASSIFIER || classifier === STARTER_CLASSIFIER) {
			throw new RangeError(`${classifier} belongs to the host`);
		}
		if (!(await this.classifiers()).includes(classifier)) return;
		await this.#inTurn(classifier, () => removeFolderAtomically(home));
	}

	/** Labels and origin of a version: enough to tell what it knows, without reading all of it. */
	async readManifest(name: VersionName): Promise<Manifest> {
		await this.#requireVersion(name);
		const file = join(await this.#folderOf(name.classifier), name.version, 'manifest.json');
		try {
			return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
		} catch (error) {
			const reason = 'manifest.json cannot be read';
			throw new UserError('model-damaged', { version: formatVersionName(name), reason }, { cause: error });
		}
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

	/**
	 * All files of a version, whole, every hash checked: to hand on.
	 * @throws {UserError} as `read`
	 */
	async files(name: VersionName): Promise<ReadonlyMap<string, Uint8Array>> {
		const { manifest } = await this.read(name);
		const folder = join(await this.#folderOf(name.classifier), name.version);
		const files = new Map<string, Uint8Array>();
		for (const file of [...Object.keys(manifest.files), 'manifest.json']) {
			files.set(file, await readFile(join(folder, file)));
		}
		return files;
	}

	/**
	 * When a version was written, by its files: its manifest holds no time.
	 * @throws {UserError} `model-not-found`
	 */
	async writtenAt(name: VersionName): Promise<Date> {
		await this.#requireVersion(name);
		const file = join(await this.#folderOf(name.classifier), name.version, 'manifest.json');
		return (await stat(file)).mtime;
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
		const names = await this.#candidates(classifier);
		if (names.length === 0) throw new UserError('no-model', { classifier });
		return names;
	}

	/** What serving decides by, read at one moment. */
	async servingState(classifier: string): Promise<{
		readonly aliases: AliasFile;
		readonly candidates: readonly VersionName[];
	}> {
		const followed = followedBy(classifier);
		const others = followed === undefined ? [] : await this.#candidates(followed);
		const aliases = await this.#aliasFile(classifier);
		const candidates = serveOrder(classifier, aliases, await this.versions(classifier), others);
		return { aliases, candidates };
	}

	async #candidates(classifier: string): Promise<VersionName[]> {
		return [...(await this.servingState(classifier)).candidates];
	}

	async #aliasFile(classifier: string): Promise<AliasFile> {
		return readAliases(await this.#folderOf(classifier));
	}

	/** Whether a model can be returned to: a version of the classifier's own that can be read, or one that is followed. */
	async #canServe(alias: string, classifier: string): Promise<boolean> {
		const name = parseVersionName(alias, classifier);
		if (!name) return false;
		if (name.classifier !== classifier) return (await this.#candidates(name.classifier)).length > 0;
		return this.read(name).then(
			() => true,
			() => false,
		);
	}

	/** Versions of a classifier that an alias of any classifier names, and the one that serves it. */
	async #neededVersions(classifier: string): Promise<Set<string>> {
		const needed = new Set<string>();
		for (const holder of new Set([classifier, ...(await this.classifiers())])) {
			const { champion, challenger, previous } = await this.aliases(holder);
			for (const alias of [champion, challenger, previous]) {
				const name = parseVersionName(alias ?? '', holder);
				if (name?.classifier === classifier) needed.add(name.version);
			}
		}
		for (const name of await this.#candidates(classifier)) {
			if (!(await this.#canServe(formatVersionName(name), classifier))) continue;
			if (name.classifier === classifier) needed.add(name.version);
			break;
		}
		return needed;
	}

	async #requireVersion(name: VersionName): Promise<void> {
		const known = await this.versions(name.classifier);
		if (!known.includes(name.version))
			throw new UserError('model-not-found', { version: formatVersionName(name), known });
	}

	async #change(
		classifier: string,
		change: (aliases: AliasFile) => AliasFile | Promise<AliasFile>,
	): Promise<void> {
		const home = this.#homeOf(classifier);
		await this.#inTurn(classifier, async (assertHeld) => {
			const aliases = await readAliases(home);
			const changed = await change(aliases);
			assertHeld();
			if (changed !== aliases) await writeAliases(home, changed);
		});
	}

	/** Does something to a classifier's folder once all that was asked for before is done, here and in other processes. */
	async #inTurn<Result>(
		classifier: string,
		work: (assertHeld: () => void) => Promise<Result>,
	): Promise<Result> {
		const home = this.#homeOf(classifier);
		const before = this.#changes.get(classifier) ?? Promise.resolve();
		const turn = before.catch(() => {}).then(() => withFolderLock(home, work));
		this.#changes.set(classifier, turn);
		try {
			return await turn;
		} finally {
			if (this.#changes.get(classifier) === turn) this.#changes.delete(classifier);
		}
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

/** The classifier whose model serves while one has no champion of its own. */
function followedBy(classifier: string): string | undefined {
	if (classifier === STARTER_CLASSIFIER) return undefined;
	return classifier === DEFAULT_CLASSIFIER ? STARTER_CLASSIFIER : DEFAULT_CLASSIFIER;
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

/** @throws when the machine cannot look just now: that nothing was found must mean that nothing is there */
async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (isMomentary(error)) throw error;
		return [];
	}
}

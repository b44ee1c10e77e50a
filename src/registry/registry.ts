import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { type Aliases, readAliases, serveOrder, withChampion, writeAliases } from './aliases.ts';
import { writeFolderAtomically } from './atomic-write.ts';
import {
	DamagedVersion,
	decodeVersion,
	encodeVersion,
	type ModelVersion,
	type NewVersion,
} from './version-files.ts';
import {
	formatVersionName,
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

	constructor(folders: { readonly folder: string; readonly shipped: string }) {
		this.#folder = folders.folder;
		this.#shipped = folders.shipped;
	}

	/** Version names of a classifier, newest first. */
	async versions(classifier: string): Promise<string[]> {
		return (await namesIn(await this.#folderOf(classifier)))
			.filter((name) => versionNumber(name) !== undefined)
			.sort((a, b) => (versionNumber(b) ?? 0) - (versionNumber(a) ?? 0));
	}

	async aliases(classifier: string): Promise<Aliases> {
		return readAliases(await this.#folderOf(classifier));
	}

	/** Writes a version under the next free number. */
	async write(classifier: string, version: NewVersion): Promise<VersionName> {
		const files = encodeVersion(version);
		const home = join(this.#folder, classifier);
		for (;;) {
			const numbers = (await namesIn(home)).map((name) => versionNumber(name) ?? 0);
			const name = `v${Math.max(0, ...numbers) + 1}`;
			try {
				await writeFolderAtomically(join(home, name), files);
			} catch (error) {
				if (isTaken(error)) continue;
				throw error;
			}
			await writeAliases(home, { ...(await readAliases(home)), challenger: name });
			return { classifier, version: name };
		}
	}

	/** Makes a version the one that serves; what served before becomes `previous`. */
	async promote({ classifier, version }: VersionName): Promise<void> {
		const home = join(this.#folder, classifier);
		await writeAliases(home, withChampion(await readAliases(home), version));
	}

	/**
	 * Reads a version, every hash checked.
	 * @throws {UserError} `model-not-found`, `model-damaged`
	 */
	async read(name: VersionName): Promise<ModelVersion> {
		const folder = join(await this.#folderOf(name.classifier), name.version);
		const known = await this.versions(name.classifier);
		if (!known.includes(name.version))
			throw new UserError('model-not-found', { version: formatVersionName(name), known });
		try {
			return await decodeVersion((file) => readFile(join(folder, file)));
		} catch (error) {
			const reason = error instanceof DamagedVersion ? error.message : String(error);
			throw new UserError('model-damaged', { version: formatVersionName(name), reason }, { cause: error });
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
		const names: VersionName[] = [];
		for (const home of new Set([classifier, STARTER_CLASSIFIER])) {
			const order = serveOrder(await this.aliases(home), await this.versions(home));
			names.push(...order.map((version) => ({ classifier: home, version })));
		}
		if (names.length === 0) throw new UserError('no-model', { classifier });
		return names;
	}

	/** Where a classifier's versions are: the host's folder, or the shipped one where the host has none. */
	async #folderOf(classifier: string): Promise<string> {
		const own = join(this.#folder, classifier);
		return (await namesIn(own)).length > 0 ? own : join(this.#shipped, classifier);
	}
}

async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch {
		return [];
	}
}

/** Another process wrote a version of the same number first. */
function isTaken(error: unknown): boolean {
	const code = (error as NodeJS.ErrnoException).code;
	return code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EPERM';
}

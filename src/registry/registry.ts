import { UserError } from '../errors.ts';
import type { BackboneFinder } from '../model/backbone/backbones.ts';
import { isStorageFault } from '../storage/faults.ts';
import { type AliasFile, aliasOf, rollBackTargets, rolledBack, withChampion } from './aliases.ts';
import { RegistryReader } from './registry-reader.ts';
import { removableVersions } from './retention.ts';
import { VersionBackbones } from './version-backbones.ts';
import { encodeVersion, type NewVersion } from './version-files.ts';
import {
	DEFAULT_CLASSIFIER,
	formatVersionName,
	isClassifierName,
	parseVersionName,
	STARTER_CLASSIFIER,
	type VersionName,
} from './version-name.ts';
import type { RegistryPlaces } from './version-store.ts';

/** A version is written within minutes. */
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

export type RegistryOptions = RegistryPlaces & {
	/** Finds what versions were made on; without it, each is taken to be there. */
	readonly backbones?: BackboneFinder;
	readonly now?: () => Date;
	/** Asked before anything is changed: rejects when this process may no longer, because another has taken its work over. */
	readonly requireHeld?: () => Promise<void>;
	/** Of this process's work: see `claim`. */
	readonly fencingToken?: number;
	/** Told after each change of what serves, or may. */
	readonly onChanged?: () => void;
};

/** Another process has this one's work, and has claimed the classifier for it. */
class Fenced extends Error {
	override readonly name = 'Fenced';
	constructor(classifier: string) {
		super(`changing ${classifier} was given to another process`);
	}
}

/**
 * Model versions: on disk, `<folder>/<classifier>/<version>/`. Versions are immutable; `aliases.json` beside them says
 * which one serves. Changes of a classifier's aliases take turns, in this process and with others.
 */
export class Registry extends RegistryReader {
	/** Which versions were made on. */
	readonly backbones: VersionBackbones;
	readonly #now: () => Date;
	readonly #requireHeld: () => Promise<void>;
	readonly #fencingToken: number | undefined;
	readonly #onChanged: () => void;
	/** The last change asked for, by classifier: they happen in the order in which they were asked for. */
	readonly #changes = new Map<string, Promise<unknown>>();

	constructor({
		now = () => new Date(),
		backbones,
		requireHeld = async () => {},
		fencingToken,
		onChanged = () => {},
		...places
	}: RegistryOptions) {
		super(places);
		this.#now = now;
		this.backbones = new VersionBackbones(this, backbones);
		this.#requireHeld = requireHeld;
		this.#fencingToken = fencingToken;
		this.#onChanged = onChanged;
	}

	/**
	 * Keeps whoever had this process's work before from changing anything of a classifier from now on, however late it
	 * wakes up: the token is compared as one step with every change. Nothing is done by a process without one.
	 */
	async claim(classifier: string): Promise<void> {
		const fence = this.#fencingToken;
		if (fence === undefined) return;
		await this.#change(classifier, async (aliases) => ({ ...aliases, fence }));
	}

	/** Writes a version under the next free number. */
	async write(classifier: string, version: NewVersion): Promise<VersionName> {
		await this.backbones.share(version.manifest);
		await this.#requireHeld();
		const name = await this.store.own.write(classifier, encodeVersion(version));
		try {
			await this.#change(classifier, async (aliases) => ({ ...aliases, challenger: name.version }));
		} catch (error) {
			// Nobody else knows of it.
			if (!isStorageFault(error)) await this.store.own.remove(name);
			throw error;
		}
		return name;
	}

	/**
	 * Makes a version the one that serves a classifier, its own or another's; what served before becomes `previous`. For labels of the
	 * host's that a server's first own version does not know the host's goes on answering.
	 * @param options.letGo it does not, or no longer
	 * @throws {UserError} `model-not-found`, `model-backbone-missing`
	 */
	async promote(
		name: VersionName,
		classifier = name.classifier,
		{ letGo = false }: { readonly letGo?: boolean } = {},
	): Promise<void> {
		// Looked for when its turn has come: it may be written, or deleted, until then.
		await this.#change(classifier, async (aliases) => {
			await this.#requireStaying(name, classifier, aliases);
			await this.backbones.require(name);
			const [serving] = await this.candidatesOf(classifier);
			const served = serving && aliasOf(serving, classifier);
			const promoted = withChampion(aliases, aliasOf(name, classifier), served, this.#now());
			if (promoted === aliases && !letGo) return aliases;
			const kept = letGo ? undefined : await this.#keptBeside(name, { classifier, aliases, serving });
			return { ...promoted, kept };
		});
	}

	/** Labels that the host's model goes on answering for beside a server's own. What that knows counts when it serves. */
	async #keptBeside(
		{ classifier: origin }: VersionName,
		{
			classifier,
			aliases,
			serving,
		}: { readonly classifier: string; readonly aliases: AliasFile; readonly serving?: VersionName },
	): Promise<AliasFile['kept']> {
		if (classifier === DEFAULT_CLASSIFIER || origin !== classifier || !serving) return undefined;
		if (serving.classifier === classifier) return aliases.kept;
		const manifest = await this.readManifest(serving).catch(() => undefined);
		return manifest && { model: formatVersionName(serving), labels: manifest.labels };
	}

	/**
	 * Returns to what served before the champion, or further back where that cannot be read any more, or its backbone is gone. A classifier whose
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
			const [serving] = await this.candidatesOf(classifier);
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
		const { own } = this.store;
		if ((await own.names(classifier)).length <= keep) return [];
		return this.#inTurn(classifier, async () => {
			let removable: string[] = [];
			// Said before it is done, so that nobody promotes one of them meanwhile.
			await own.changeAliases(classifier, async (aliases) => {
				const needed = await this.#neededVersions(classifier);
				removable = removableVersions(await own.names(classifier), needed, keep);
				return removable.length > 0 ? { ...aliases, removed: removable } : aliases;
			});
			for (const version of removable) await own.remove({ classifier, version });
			await own.clearAbandoned(classifier, new Date(this.#now().getTime() - ABANDONED_AFTER_MS));
			return removable.map((version) => ({ classifier, version }));
		});
	}

	/** Deletes all models of a server; it follows `default` again. @throws {RangeError} for the host's own */
	async forget(classifier: string): Promise<void> {
		const isHosts = classifier === DEFAULT_CLASSIFIER || classifier === STARTER_CLASSIFIER;
		if (isHosts || !isClassifierName(classifier)) throw new RangeError(`${classifier} is no server's`);
		if (!(await this.classifiers()).includes(classifier)) return;
		await this.#inTurn(classifier, () => this.store.own.removeAll(classifier));
	}

	/** Whether a model can be returned to: a version of the classifier's own that can be read, or one that is followed. */
	async #canServe(alias: string, classifier: string): Promise<boolean> {
		const name = parseVersionName(alias, classifier);
		if (!name) return false;
		if (name.classifier !== classifier) return (await this.candidatesOf(name.classifier)).length > 0;
		return this.readServable(name)
			.then(({ manifest }) => this.backbones.find(manifest))
			.then(
				() => true,
				(error: unknown) => {
					if (isStorageFault(error)) throw error;
					return false;
				},
			);
	}

	/** @throws {UserError} `model-not-found` for one that is not there, or about to go */
	async #requireStaying(name: VersionName, classifier: string, { removed = [] }: AliasFile): Promise<void> {
		await this.placeOf(name);
		if (name.classifier !== classifier || !removed.includes(name.version)) return;
		const known = (await this.versions(classifier)).filter((version) => !removed.includes(version));
		throw new UserError('model-not-found', { version: formatVersionName(name), known });
	}

	/** Versions of a classifier that an alias of any classifier names, and the one that serves it. */
	async #neededVersions(classifier: string): Promise<Set<string>> {
		const needed = new Set<string>();
		for (const holder of new Set([classifier, ...(await this.classifiers())])) {
			const { champion, challenger, previous, kept } = await this.aliasFile(holder);
			for (const alias of [champion, challenger, previous, kept?.model]) {
				const name = parseVersionName(alias ?? '', holder);
				if (name?.classifier === classifier) needed.add(name.version);
			}
		}
		for (const name of await this.candidatesOf(classifier)) {
			if (!(await this.#canServe(formatVersionName(name), classifier))) continue;
			if (name.classifier === classifier) needed.add(name.version);
			break;
		}
		return needed;
	}

	async #change(classifier: string, change: (aliases: AliasFile) => Promise<AliasFile>): Promise<void> {
		const changeIfHeld = async (aliases: AliasFile) => {
			if (this.#fencingToken !== undefined && (aliases.fence ?? 0) > this.#fencingToken)
				throw new Fenced(classifier);
			const changed = await change(aliases);
			await this.#requireHeld();
			return changed;
		};
		await this.#inTurn(classifier, () => this.store.own.changeAliases(classifier, changeIfHeld));
		this.#onChanged();
	}

	/** Does something to a classifier once all that was asked for before is done. */
	async #inTurn<Result>(classifier: string, work: () => Promise<Result>): Promise<Result> {
		const before = this.#changes.get(classifier) ?? Promise.resolve();
		const turn = before.catch(() => {}).then(work);
		this.#changes.set(classifier, turn);
		try {
			return await turn;
		} finally {
			if (this.#changes.get(classifier) === turn) this.#changes.delete(classifier);
		}
	}
}

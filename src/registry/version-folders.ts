import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isClassifierName, type VersionName, versionNumber } from './version-name.ts';

export interface RegistryFolders {
	readonly folder: string;
	/** What ships with Hantei, read-only. */
	readonly shipped: string;
}

/** Where versions lie: `<folder>/<classifier>/<version>/`. */
export class VersionFolders {
	readonly #folder: string;
	readonly #shipped: string;

	constructor({ folder, shipped }: RegistryFolders) {
		this.#folder = folder;
		this.#shipped = shipped;
	}

	/** Classifiers with a folder of the host's. */
	async classifiers(): Promise<string[]> {
		return (await namesIn(this.#folder)).filter(isClassifierName);
	}

	/** Version names of a classifier, newest first. */
	async versions(classifier: string): Promise<string[]> {
		return versionsIn(await this.of(classifier));
	}

	async ofVersion({ classifier, version }: VersionName): Promise<string> {
		return join(await this.of(classifier), version);
	}

	/** Where a classifier's versions are: the host's folder, or the shipped one where the host has none. */
	async of(classifier: string): Promise<string> {
		const own = this.own(classifier);
		const shipped = join(this.#shipped, classifier);
		return (await versionsIn(own)).length === 0 && (await versionsIn(shipped)).length > 0 ? shipped : own;
	}

	/**
	 * The host's folder of a classifier.
	 * @throws {RangeError} for anything but the name of a classifier: a path, above all
	 */
	own(classifier: string): string {
		if (!isClassifierName(classifier)) throw new RangeError(`no classifier is called ${classifier}`);
		return join(this.#folder, classifier);
	}
}

/** Newest first; empty where there is no such folder. */
export async function versionsIn(folder: string): Promise<string[]> {
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

const MOMENTARY = ['EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'ENOMEM'];

/** Whether a file could not be read for a reason that lies in the moment, not in the file: too many are open, above all. */
export function isMomentary(error: unknown): boolean {
	return error instanceof Error && 'code' in error && MOMENTARY.includes(String(error.code));
}

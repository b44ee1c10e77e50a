/** What is known of an object without reading it. */
export interface ObjectStat {
	readonly bytes: number;
	/** When it was put there last. */
	readonly modifiedAt: Date;
}

/** What writers left that ended before they were done. */
export interface Abandoned {
	readonly files: number;
	readonly bytes: number;
}

/**
 * Files that never change once they are there, by names like `ab/cd/photo.jpg`: photos, model versions, backbones. Whoever
 * reads finds all of an object or none, and all of a folder or none, however a writer ends. `test/storage/contract.ts` says
 * the rest.
 */
export interface ObjectStore {
	/** Where it lies on this machine, if it does. */
	readonly folder?: string;
	/**
	 * @param sha256 of what is wanted, where that is known: a copy that is nearer will then do
	 * @returns nothing where there is no such object
	 */
	read(key: string, sha256?: string): Promise<Uint8Array | undefined>;
	stat(key: string): Promise<ObjectStat | undefined>;
	/** One that is there already counts as new. */
	put(key: string, content: Uint8Array): Promise<void>;
	/** Also one that is not there. @param sha256 of what it is, where that is known: copies go, too */
	remove(key: string, sha256?: string): Promise<void>;
	/** Keys of all objects, or of those in a folder, in no particular order. */
	list(within?: string): AsyncIterable<string>;
	/**
	 * Objects that are there together, of which the last names the others.
	 * @returns false, and changes nothing, where the folder is another writer's
	 */
	putFolder(path: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<boolean>;
	/** Names of the folders within one, in no particular order. */
	folders(parent: string): Promise<string[]>;
	/** With all that is in it. Also one that is not there. */
	removeFolder(path: string): Promise<void>;
	/**
	 * Takes away what writers left that ended before then without being done.
	 * @param within a folder, which is all that is looked through
	 */
	clearAbandoned(before: Date, within?: string): Promise<Abandoned>;
}

/**
 * Which version serves each classifier: small texts that change. Of writers at the same time each sees what the others
 * wrote.
 */
export interface AliasStore {
	/** Classifiers that have anything. */
	names(): Promise<string[]>;
	/** Another text after every change; cheap to ask for, unlike the aliases. */
	revision(name: string): Promise<string>;
	/** @throws when it cannot be told just now, which must not be taken for nothing */
	read(name: string): Promise<string | undefined>;
	/**
	 * Reads and writes as one step: nobody else writes in between.
	 * @param change what to write instead, or nothing to leave it alone; may be asked again when others were faster
	 */
	update(name: string, change: (text: string | undefined) => Promise<string | undefined>): Promise<void>;
	remove(name: string): Promise<void>;
}

/** Model versions and which of them serve. */
export interface ModelStore {
	readonly versions: ObjectStore;
	readonly aliases: AliasStore;
}

/** Where the files of an installation lie. */
export interface Storage {
	readonly photos: ObjectStore;
	readonly models: ModelStore;
	readonly backbones: BackboneStores;
}

export interface BackboneStores {
	readonly installed: ObjectStore;
	/** Of fine-tuned versions. */
	readonly tuned: ObjectStore;
}

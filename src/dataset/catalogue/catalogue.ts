import type { Database } from '../../store/database.ts';
import type { Candidate, Licence, SourceName } from '../candidate.ts';

/**
 * What Hantei knows about its photos: labels, photos with their provenance, what people decided, what was fetched and
 * what never again. One SQLite file holds the datasets of all classifiers; `dataset(classifier)` is the only way to
 * one, so nothing reached through it can touch another's.
 *
 * Reads answer at once, each within milliseconds at 100,000 photos. Writes return promises because another process
 * (the command line beside the bot) may be writing: they try again for about a second. Each write is one transaction
 * and, without such a neighbour, done when the call returns.
 */
export declare class Catalogue {
	/** Brings the schema up to date. @throws {CatalogueTooNew} when a newer Hantei wrote the file */
	constructor(database: Database, options?: CatalogueOptions);
	/** How often which host was asked, and which is to be left alone until when: shared by all classifiers. */
	readonly hosts: Hosts;
	/** @param classifier `default`, or a guild's id */
	dataset(classifier: string): Dataset;
	/** Names of the classifiers that have a dataset, sorted. */
	classifiers(): string[];
	/**
	 * To be called once at start: what runs that no longer live had reserved becomes `candidate` again, and labels
	 * whose removal was cut short are removed to the end.
	 */
	recover(): Promise<void>;
	/** Whether any photo of any classifier needs this file of the photo store. */
	needsFile(sha256: string): boolean;
}

export interface CatalogueOptions {
	readonly now?: () => Date;
}

/** The labels and photos of one classifier. */
export interface Dataset {
	readonly classifier: string;
	readonly labels: Labels;
	readonly candidates: Candidates;
	readonly photos: Photos;
	readonly decisions: Decisions;
	readonly cursors: Cursors;
	readonly runs: Runs;
	/** Counts for people. */
	stats(): DatasetStats;
}

// ---------------------------------------------------------------------------------------------------------- labels

/** What a label stands for in iNaturalist's tree of life. */
export interface Entity {
	readonly taxonId: number;
	/** Scientific name: `Corvus corone`. */
	readonly name: string;
}

export interface LabelDraft {
	/** As shown to people: any script, up to 80 characters. Kept in Unicode NFC. */
	readonly name: string;
	readonly aliases?: readonly string[];
	/** What sources are asked for; the name itself where there are none. */
	readonly searchTerms?: readonly string[];
	/** Words whose photos are not meant: `crow bar`. */
	readonly exclusions?: readonly string[];
	readonly entity?: Entity;
}

export interface Label {
	readonly id: number;
	readonly name: string;
	readonly aliases: readonly string[];
	readonly searchTerms: readonly string[];
	readonly exclusions: readonly string[];
	readonly entity?: Entity;
	readonly createdAt: Date;
}

/** What is absent stays; `entity: null` takes the entity away. */
export type LabelChanges = Partial<Omit<LabelDraft, 'entity'>> & { readonly entity?: Entity | null };

/** Names and aliases are one namespace, compared by NFKC and case folding: `Crow` is `crow` is `ｃｒｏｗ`. */
export interface Labels {
	/** @throws {UserError} `label-name-invalid`, `label-name-taken` */
	add(draft: LabelDraft, by: string): Promise<Label>;
	/** @throws {UserError} `label-not-found`, `label-name-invalid`, `label-name-taken` */
	edit(id: number, changes: LabelChanges, by: string): Promise<Label>;
	/** Removes a label with everything found for it, in small steps; its name is free again at once. */
	remove(id: number, by: string): Promise<void>;
	/** By name. */
	list(): Label[];
	get(id: number): Label | undefined;
	/** By name or alias. */
	find(name: string): Label | undefined;
}

// ------------------------------------------------------------------------------------------------------ candidates

/** Why a candidate did not become a photo. */
export const REJECTIONS = [
	/** Its licence is not among the allowed. */
	'licence',
	/** The label's exclusions name it. */
	'excluded',
	/** The original, or the file, is too small. */
	'too-small',
	'too-large',
	/** Too long and narrow. */
	'aspect',
	/** One colour, or nearly. */
	'flat',
	/** The source's picture for photos that are gone. */
	'placeholder',
	/** Tracks, droppings, bones, dead animals: signs of the label, not the label. */
	'evidence',
	/** The source itself flagged it. */
	'flagged',
	/** Its author asked machines to stay away (`X-Robots-Tag: noai`). */
	'opt-out',
	/** 404, 410 and the like. */
	'gone',
	/** Its address, or where that redirects to, is none we may fetch from. */
	'host',
	/** Not a picture we read, or a damaged one. */
	'unreadable',
	/** Tried too often. */
	'gave-up',
	/** Its author has enough photos under this label. */
	'author-cap',
	/** The same file is there already. */
	'duplicate',
	/** A person removed it, or its author's photos, before. */
	'removed',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** Why a photo waits for a person. */
export const QUARANTINES = [
	/** The same picture was found under another label. */
	'other-label',
	/** Above the NSFW threshold. */
	'nsfw',
	/** A finding of the dataset doctor. */
	'doubtful',
] as const;
export type Quarantine = (typeof QUARANTINES)[number];

/** A candidate, judged by what its source says of it. */
export interface Discovery {
	readonly candidate: Candidate;
	/** Refused before a byte is fetched. */
	readonly rejection?: Rejection;
}

/** Which query of which source a page of results answers. */
export interface SearchPosition {
	readonly source: SourceName;
	/** The query in a canonical form: what makes cursors of two searches different. */
	readonly query: string;
}

/** One page of results. */
export interface DiscoveredPage extends SearchPosition {
	readonly discoveries: readonly Discovery[];
	/** Where to go on; undefined at the end of the results. */
	readonly next: string | undefined;
}

/** How many of a page's results were new, were known, or must never be fetched again. */
export interface DiscoveryCounts {
	readonly added: number;
	readonly rejected: number;
	readonly known: number;
	readonly removed: number;
}

/** A candidate that is ours to download now. */
export interface Reservation {
	readonly id: number;
	readonly labelId: number;
	readonly candidate: Candidate;
	/** Downloads that failed before. */
	readonly tries: number;
}

export interface ReserveOptions {
	/** Sources that can be used; all, when absent. */
	readonly sources?: readonly SourceName[];
	/** Photos of one author (by source) that a label takes at most. */
	readonly perAuthor?: number;
}

/** A normalised picture in the photo store. */
export interface PhotoFile {
	/** Of the normalised file. */
	readonly sha256: string;
	readonly perceptualHash: bigint;
	readonly width: number;
	readonly height: number;
	readonly bytes: number;
	/** Of what was downloaded. */
	readonly originalWidth: number;
	readonly originalHeight: number;
}

export type Outcome =
	/** Downloaded, normalised, in the photo store. */
	| {
			readonly kind: 'stored';
			readonly file: PhotoFile;
			/** 0 to 1. */
			readonly nsfwScore?: number;
			readonly quarantine?: Quarantine;
	  }
	| { readonly kind: 'rejected'; readonly reason: Rejection }
	/** A passing trouble: to be tried again, not before `retryAt`. */
	| { readonly kind: 'failed'; readonly retryAt: Date };

export type Settlement =
	| { readonly state: 'accepted'; readonly photo: Photo }
	| { readonly state: 'quarantined'; readonly photo: Photo; readonly reason: Quarantine }
	| { readonly state: 'rejected'; readonly reason: Rejection }
	| { readonly state: 'failed'; readonly tries: number };

/**
 * What sources offer, on its way to a photo: `candidate → downloading → accepted | quarantined | rejected | failed`.
 * Each (label, source, source id) is entered once, so nothing is fetched twice. A picture that another label of the
 * classifier has fetched is taken from there: both copies then go to quarantine.
 */
export interface Candidates {
	/** Enters a page of results and moves the cursor past it, in one transaction. */
	discover(runId: number, labelId: number, page: DiscoveredPage): Promise<DiscoveryCounts>;
	/** The next candidate in order of discovery, now `downloading`; then failed ones whose time has come. */
	reserve(runId: number, labelId: number, options?: ReserveOptions): Promise<Reservation | undefined>;
	/** Gives a reservation back untouched: the run was cancelled, or the host went into cool-down. */
	release(id: number): Promise<void>;
	/** What became of a reservation. The file of a rejected one is nobody's (see `needsFile`). */
	settle(runId: number, id: number, outcome: Outcome): Promise<Settlement>;
	/** Candidates that wait, including failed ones whose time has come. */
	waiting(labelId: number, options?: ReserveOptions): number;
	/** Lets candidates of a reason be tried again: after the host widened the licences, say. Returns how many. */
	reopen(reason: Rejection, filter?: { readonly licences?: readonly Licence[] }): Promise<number>;
}

// ---------------------------------------------------------------------------------------------------------- photos

/** Where a photo is from, under which terms: travels with it everywhere. */
export interface Provenance extends Omit<Candidate, 'width' | 'height'> {
	readonly fetchedAt: Date;
}

export interface Photo {
	readonly id: number;
	readonly labelId: number;
	/** `removed` ones can be had back by undoing the removal, as long as their file is there. */
	readonly state: 'accepted' | 'quarantined' | 'removed';
	readonly file: PhotoFile;
	readonly provenance: Provenance;
	/** Photos of one group show one picture, or are from one series: never on both sides of a split. */
	readonly group: number;
	/** The photo it is a copy of, as far as the perceptual hash tells. */
	readonly duplicateOf?: number;
	readonly quarantine?: Quarantine;
	readonly nsfwScore?: number;
	/** A person looked at it and kept it: no rule quarantines it any more. */
	readonly kept: boolean;
}

export interface PhotoFilter {
	readonly labelId?: number;
	/** Accepted ones, when absent. */
	readonly state?: Photo['state'];
	readonly quarantine?: Quarantine;
	/** Ids above this one: the last of the page before. */
	readonly after?: number;
	/** At most this many, 500 when absent. */
	readonly limit?: number;
}

export interface Photos {
	get(id: number): Photo | undefined;
	/** By id of its source, address, page or (a prefix of at least 8 digits of) its SHA-256: what a person would paste. */
	find(reference: string): Photo[];
	/** In order of discovery, page by page. */
	list(filter?: PhotoFilter): Photo[];
	/** All of them, in small pages that let other work through. */
	each(filter?: Omit<PhotoFilter, 'after' | 'limit'>): AsyncIterable<Photo>;
	/** Some accepted photos of a label, the same for the same seed. */
	sample(labelId: number, count: number, seed: number): Photo[];
	count(labelId: number, state?: Photo['state']): number;
	countByAuthor(labelId: number, source: SourceName, author: string): number;
	/** Photos of the classifier that show the same picture as a hash: within 6 of 64 bits, nearest first. */
	near(perceptualHash: bigint): { readonly photo: Photo; readonly distance: number }[];
	/** Puts accepted photos aside, unless a person kept them. Returns how many. */
	quarantine(ids: readonly number[], reason: Quarantine): Promise<number>;
	setNsfwScore(id: number, score: number): Promise<void>;
	/** Enters a photo that is in the photo store already: of a folder, an archive, a teacher. */
	add(
		runId: number,
		labelId: number,
		candidate: Candidate,
		file: PhotoFile,
		fetchedAt?: Date,
	): Promise<Settlement>;
}

// ------------------------------------------------------------------------------------------------------- decisions

export type DecisionKind =
	| 'keep'
	| 'remove'
	| 'relabel'
	| 'import'
	| 'undo'
	| 'label-add'
	| 'label-edit'
	| 'label-remove';

export interface Decision {
	readonly id: number;
	readonly kind: DecisionKind;
	/** Who: a Discord user's id, or `cli`. */
	readonly by: string;
	readonly at: Date;
	/** For people: the label, the reason given. */
	readonly detail: string;
	readonly photos: number;
	/** The decision that undid this one. */
	readonly undoneBy?: number;
}

/** What people decided, and who, and when: an audit trail. */
export interface Decisions {
	/** They are what their label says: accepted, and left alone by every rule from now on. */
	keep(photoIds: readonly number[], by: string): Promise<Decision>;
	/** They go, and never come back: see `Tombstone` rules in tombstones.ts. */
	remove(photoIds: readonly number[], by: string, reason?: string): Promise<Decision>;
	/** An author wants their photos out: removes them all, and takes none of theirs again. */
	removeAuthor(source: SourceName, author: string, by: string, reason?: string): Promise<Decision>;
	/** They show another label: moved there, and kept. */
	relabel(photoIds: readonly number[], labelId: number, by: string): Promise<Decision>;
	/** @throws {UserError} `decision-not-found`, `decision-not-undoable` (a later one stands on it; its files are gone) */
	undo(id: number, by: string): Promise<Decision>;
	/** Latest first. */
	list(options?: {
		readonly before?: number;
		readonly limit?: number;
		readonly photoId?: number;
	}): Decision[];
}

// ------------------------------------------------------------------------------------------------ cursors and hosts

/** How far each search was followed, from night to night. `Candidates.discover` moves them. */
export interface Cursors {
	/** Undefined where a search has not begun. */
	get(labelId: number, position: SearchPosition): Cursor | undefined;
	/** Begins a search anew. */
	reset(labelId: number, position?: SearchPosition): Promise<void>;
}

export interface Cursor {
	/** Where to go on; undefined when all results were seen. */
	readonly next?: string;
	readonly exhaustedAt?: Date;
	readonly movedAt: Date;
}

export interface Usage {
	readonly requests: number;
	readonly bytes: number;
}

/** Limits that survive a restart. Days and hours are of UTC. */
export interface Hosts {
	/** Undefined, or in the past, when the host may be asked. */
	coolDownUntil(host: string): Date | undefined;
	/** Never shortens a cool-down. */
	coolDown(host: string, until: Date): Promise<void>;
	count(host: string, usage: Usage): Promise<void>;
	usage(host: string): { readonly hour: Usage; readonly day: Usage };
}

// ------------------------------------------------------------------------------------------------------------ runs

export interface RunCount {
	readonly labelId: number;
	readonly source: SourceName;
	readonly outcome: 'found' | 'known' | 'accepted' | 'quarantined' | 'rejected' | 'failed';
	/** Of a quarantine or rejection. */
	readonly reason?: Rejection | Quarantine;
	readonly count: number;
	/** Of the normalised files. */
	readonly bytes: number;
}

export interface Run {
	readonly id: number;
	/** Who asked for it: a user's id, `cli`, `schedule`. */
	readonly by: string;
	readonly startedAt: Date;
	readonly finishedAt?: Date;
	/** `lost`: its process died. */
	readonly state: 'running' | 'finished' | 'cancelled' | 'failed' | 'lost';
}

export interface Runs {
	start(by: string): Promise<Run>;
	finish(id: number, state: 'finished' | 'cancelled' | 'failed'): Promise<void>;
	get(id: number): Run | undefined;
	/** Latest first. */
	list(limit?: number): Run[];
	counts(id: number): RunCount[];
}

// ----------------------------------------------------------------------------------------------------------- stats

export interface LabelStats {
	readonly label: Label;
	readonly accepted: number;
	readonly quarantined: number;
	readonly removed: number;
	readonly waiting: number;
	readonly rejected: number;
	/** Accepted photos that are copies of another. */
	readonly duplicates: number;
	readonly rejections: Readonly<Partial<Record<Rejection, number>>>;
	readonly quarantines: Readonly<Partial<Record<Quarantine, number>>>;
	/** Accepted photos. */
	readonly sources: Readonly<Partial<Record<SourceName, number>>>;
	readonly licences: Readonly<Partial<Record<Licence, number>>>;
	/** Bytes of accepted photos. */
	readonly bytes: number;
}

export interface DatasetStats {
	readonly labels: readonly LabelStats[];
}

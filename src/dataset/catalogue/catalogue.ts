import type { Database } from '../../store/database.ts';
import { Dataset } from './dataset.ts';
import { Hosts } from './hosts.ts';
import { migrate } from './migrations.ts';
import { loseDeadRuns } from './runs.ts';
import type { Rows, Tables } from './tables.ts';

export { AUDIT_ACTIONS, type AuditAction, type AuditDetail, type AuditEntry } from './audit-entry.ts';
export type { DiscoveryCounts, Outcome, Settlement } from './candidate-flow.ts';
export { MAX_TRIES, ReservationLost } from './candidates.ts';
export type { SearchPosition } from './cursors.ts';
export type { Dataset } from './dataset.ts';
export type { Decision } from './decision.ts';
export { MAX_DECIDED } from './decisions.ts';
export type { Finding, LessonValue, NewFinding } from './findings.ts';
export { SAME_PICTURE_BITS } from './fingerprints.ts';
export type { Hosts, Usage, UsageLimits } from './hosts.ts';
export {
	DISPLAY_LANGUAGES,
	type DisplayNames,
	displayNamesOf,
	type Entity,
	knownNames,
	type Label,
	type LabelChanges,
	type LabelDraft,
	languageOf,
} from './label.ts';
export type { Reservation } from './offers.ts';
export type { Photo, PhotoFile, Provenance } from './photo.ts';
export type { Quarantine, Rejection } from './reasons.ts';
export { RunEnded } from './runs.ts';
export { taughtSourceId } from './taught.ts';

/** The host's classifier, which others follow. */
const FOLLOWED = 'default';

export interface CatalogueOptions {
	readonly now?: () => Date;
}

/**
 * What Hantei knows about its photos: labels, photos with their provenance, what people decided, what was fetched and
 * what never again. One SQLite file holds the datasets of all classifiers; `dataset(classifier)` is the only way to
 * one, so nothing reached through it can touch another's.
 *
 * Everything is told by promises. Reads take milliseconds at 100,000 photos. Writes try again for about a second while
 * another process (the command line beside the bot) is writing. Each write is one transaction, unless it says otherwise.
 */
export class Catalogue {
	/** How often which host was asked, and which is to be left alone until when: shared by all classifiers. */
	readonly hosts: Hosts;
	readonly #rows: Rows;
	readonly #now: () => Date;
	readonly #datasets = new Map<string, Dataset>();
	/** Copies that are being made, by classifier: two changes at once wait for the same one. */
	readonly #forks = new Map<string, Promise<void>>();

	/**
	 * Brings the schema up to date.
	 * @throws {UserError} `database-newer`, `storage-full`
	 */
	static async open(
		database: Database,
		{ now = () => new Date() }: CatalogueOptions = {},
	): Promise<Catalogue> {
		const rows = database.rows.withTables<Tables>();
		await migrate(rows, () => database.backUp());
		return new Catalogue(rows, now);
	}

	private constructor(rows: Rows, now: () => Date) {
		this.#rows = rows;
		this.#now = now;
		this.hosts = new Hosts(rows, now);
	}

	/** @param classifier `default`, or a guild's id */
	dataset(classifier: string): Dataset {
		const known = this.#datasets.get(classifier);
		if (known) return known;
		const dataset = new Dataset(classifier, this.#rows, this.#now);
		this.#datasets.set(classifier, dataset);
		return dataset;
	}

	/** The dataset that a classifier goes by: its own or, until its admins change something, `default`'s. */
	async followed(classifier: string): Promise<Dataset> {
		const dataset = this.dataset(classifier);
		return (await dataset.isOwn()) ? dataset : this.dataset(FOLLOWED);
	}

	/**
	 * The dataset of a classifier for those who are about to change it: one that still follows `default` gets its own
	 * first, as a copy, and that is entered in its audit log.
	 * @param by whose change it is
	 */
	async own(classifier: string, by: string): Promise<Dataset> {
		const dataset = this.dataset(classifier);
		if (classifier === FOLLOWED) return dataset;
		const fork = this.#forks.get(classifier) ?? this.#fork(dataset, by);
		this.#forks.set(classifier, fork);
		await fork.finally(() => this.#forks.delete(classifier));
		return dataset;
	}

	async #fork(dataset: Dataset, by: string): Promise<void> {
		let isCopied = false;
		while (!isCopied && !(await dataset.isOwn())) isCopied = await dataset.fork(this.dataset(FOLLOWED), by);
		if (!isCopied) return;
		const detail = {
			labels: (await dataset.labels.list()).length,
			photos: (await dataset.stats()).total.accepted,
		};
		await dataset.audit.record({ action: 'fork', by, detail });
	}

	/**
	 * Deletes all that is known of a classifier, in small steps; it follows `default` again. The files of its photos go
	 * with the next sweep, but for those that another classifier needs.
	 */
	async forget(classifier: string): Promise<void> {
		if ((await this.classifiers()).includes(classifier)) await this.dataset(classifier).forget();
	}

	/** Classifiers that have a dataset of their own, or had one, by name. */
	async classifiers(): Promise<string[]> {
		const found = await this.#rows.selectFrom('classifier').select('name').orderBy('name').execute();
		return found.map(({ name }) => name);
	}

	/**
	 * To be called once at start: what runs of dead processes had reserved is a candidate again, and labels whose
	 * removal was cut short are removed to the end.
	 */
	async recover(): Promise<void> {
		await loseDeadRuns(this.#rows, this.#now().getTime());
		for (const classifier of await this.classifiers()) await this.dataset(classifier).labels.finishRemovals();
	}

	/** Whether a photo of any classifier needs this file of the photo store. */
	async needsFile(sha256: string): Promise<boolean> {
		const photo = await this.#rows
			.selectFrom('photo')
			.select('id')
			.where('sha256', '=', sha256)
			.where('erased_at', 'is', null)
			.limit(1)
			.executeTakeFirst();
		return photo !== undefined;
	}
}

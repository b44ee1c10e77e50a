import { type DatasetStats, datasetStats } from '../stats.ts';
import { Arrivals } from './arrivals.ts';
import { Audit } from './audit.ts';
import { Candidates } from './candidates.ts';
import { Cursors } from './cursors.ts';
import { Decisions } from './decisions.ts';
import { Findings } from './findings.ts';
import { Fingerprints } from './fingerprints.ts';
import { forgetDataset } from './forget.ts';
import { forkDataset, isOwn } from './fork.ts';
import { Labels } from './labels.ts';
import { Photos } from './photos.ts';
import { Runs } from './runs.ts';
import { Scope } from './scope.ts';
import type { Rows } from './tables.ts';
import { tally } from './tally.ts';
import { Taught } from './taught.ts';
import { Tombstones } from './tombstones.ts';

/** The labels and photos of one classifier. */
export class Dataset {
	readonly classifier: string;
	readonly labels: Labels;
	readonly candidates: Candidates;
	readonly photos: Photos;
	readonly decisions: Decisions;
	readonly cursors: Cursors;
	readonly runs: Runs;
	readonly audit: Audit;
	readonly findings: Findings;
	readonly taught: Taught;
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;

	constructor(classifier: string, rows: Rows, now: () => Date) {
		this.classifier = classifier;
		const scope = new Scope(classifier, rows, now);
		const fingerprints = new Fingerprints();
		const tombstones = new Tombstones(fingerprints);
		const arrivals = new Arrivals(fingerprints, tombstones);
		this.labels = new Labels(scope);
		this.candidates = new Candidates(scope, fingerprints, tombstones, arrivals);
		this.photos = new Photos(scope, fingerprints, tombstones, arrivals);
		this.decisions = new Decisions(scope, fingerprints, tombstones, arrivals);
		this.cursors = new Cursors(scope);
		this.runs = new Runs(scope);
		this.audit = new Audit(scope);
		this.findings = new Findings(scope);
		this.taught = new Taught(scope);
		this.#scope = scope;
		this.#fingerprints = fingerprints;
	}

	/** Whether the classifier has labels and photos of its own; else it follows another's. */
	async isOwn(): Promise<boolean> {
		return isOwn(this.#scope);
	}

	/** Begins as a copy of another's, see `forkDataset`. Whether it did: another process may be faster. */
	async fork(from: Dataset, by: string): Promise<boolean> {
		const isCopied = await forkDataset({
			from: { scope: from.#scope, labels: from.labels },
			to: { scope: this.#scope, fingerprints: this.#fingerprints },
			by,
		});
		if (!isCopied) await this.labels.finishRemovals();
		return isCopied;
	}

	/** Deletes all of it, see `forgetDataset`. */
	async forget(): Promise<void> {
		await forgetDataset(this.#scope);
	}

	/** Counts for people, label by label. */
	async stats(): Promise<DatasetStats> {
		return datasetStats(await this.labels.list(), await tally(this.#scope));
	}
}

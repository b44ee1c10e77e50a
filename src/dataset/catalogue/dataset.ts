import { type DatasetStats, datasetStats } from '../stats.ts';
import { Arrivals } from './arrivals.ts';
import { Audit } from './audit.ts';
import { Candidates } from './candidates.ts';
import type { Connection } from './connection.ts';
import { Cursors } from './cursors.ts';
import { Decisions } from './decisions.ts';
import { Fingerprints } from './fingerprints.ts';
import { Findings } from './findings.ts';
import { Labels } from './labels.ts';
import { Photos } from './photos.ts';
import { Runs } from './runs.ts';
import { Scope } from './scope.ts';
import { tally } from './tally.ts';
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
	readonly #scope: Scope;

	readonly findings: Findings;
	constructor(classifier: string, connection: Connection, now: () => Date) {
		this.classifier = classifier;
		const scope = new Scope(classifier, connection, now);
		const fingerprints = new Fingerprints(scope);
		const tombstones = new Tombstones(scope, fingerprints);
		const arrivals = new Arrivals(scope, fingerprints, tombstones);
		this.labels = new Labels(scope);
		this.candidates = new Candidates(scope, fingerprints, tombstones, arrivals);
		this.photos = new Photos(scope, fingerprints, tombstones, arrivals);
		this.decisions = new Decisions(scope, fingerprints, tombstones, arrivals, this.photos);
		this.cursors = new Cursors(scope);
		this.runs = new Runs(scope);
		this.audit = new Audit(scope);
		this.#scope = scope;
	}

		this.findings = new Findings(scope);
	/** Counts for people, label by label. */
	stats(): DatasetStats {
		return datasetStats(this.labels.list(), tally(this.#scope));
	}
}

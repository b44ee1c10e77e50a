import { createHash } from 'node:crypto';
import type { Candidate } from '../../../src/dataset/candidate.ts';
import {
	Catalogue,
	type Dataset,
	type Label,
	type Outcome,
	type PhotoFile,
	type Settlement,
} from '../../../src/dataset/catalogue/catalogue.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';

/** A clock that stands still until it is moved. */
export class ManualClock {
	#now = Date.parse('2026-11-24T08:30:00Z');
	readonly now = () => new Date(this.#now);
	advance(ms: number): void {
		this.#now += ms;
	}
	at(time: string): void {
		this.#now = Date.parse(time);
	}
}

let openEmpty: () => Promise<Database> = async () => openDatabase(':memory:');
let sequencesTried = 10;

/** Has the tests that are read from now on run on databases other than SQLite in memory. */
export function useDatabases(open: () => Promise<Database>, sequences: number): void {
	openEmpty = open;
	sequencesTried = sequences;
}

/** How many sequences of operations are worth the time that they take. */
export function sequences(): number {
	return sequencesTried;
}

/** Of the kind that this run is about. */
export async function emptyDatabase(): Promise<Database> {
	return openEmpty();
}

export async function openCatalogue(clock = new ManualClock(), database?: Database): Promise<Catalogue> {
	return Catalogue.open(database ?? (await emptyDatabase()), { now: clock.now });
}

export function candidate(sourceId: string, more: Partial<Candidate> = {}): Candidate {
	return {
		source: 'commons',
		sourceId,
		url: `https://upload.wikimedia.org/${sourceId}.jpg`,
		pageUrl: `https://commons.wikimedia.org/wiki/File:${sourceId}.jpg`,
		title: `Photo ${sourceId}`,
		author: `Author of ${sourceId}`,
		licence: 'by-sa',
		licenceVersion: '4.0',
		licenceUrl: 'https://creativecommons.org/licenses/by-sa/4.0',
		...more,
	};
}

/** Hashes that lie far apart, one for each name. */
export function farHash(name: string): bigint {
	return BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 16)}`);
}

/** A hash with some bits turned. */
export function turned(hash: bigint, bits: number): bigint {
	let result = hash;
	for (let bit = 0; bit < bits; bit++) result ^= 1n << BigInt(bit * 9);
	return result;
}

export function photoFile(content: string, perceptualHash = farHash(content)): PhotoFile {
	return {
		sha256: createHash('sha256').update(content).digest('hex'),
		perceptualHash,
		width: 512,
		height: 384,
		bytes: 40_000,
		originalWidth: 960,
		originalHeight: 720,
	};
}

export function stored(content: string, perceptualHash?: bigint): Outcome & { kind: 'stored' } {
	return { kind: 'stored', file: photoFile(content, perceptualHash), downloaded: 100_000 };
}

/** One classifier with labels and a run under way. */
export class Bench {
	readonly clock: ManualClock;
	readonly catalogue: Catalogue;
	readonly dataset: Dataset;
	runId = 0;

	protected constructor(clock: ManualClock, catalogue: Catalogue, classifier: string) {
		this.clock = clock;
		this.catalogue = catalogue;
		this.dataset = catalogue.dataset(classifier);
	}

	/** Without a run. */
	static async open(catalogue?: Catalogue, classifier = 'default'): Promise<Bench> {
		const clock = new ManualClock();
		return new Bench(clock, catalogue ?? (await openCatalogue(clock)), classifier);
	}

	static async start(catalogue?: Catalogue, classifier?: string): Promise<Bench> {
		return (await Bench.open(catalogue, classifier)).begin();
	}

	/** Begins a run. */
	async begin(): Promise<this> {
		this.runId = (await this.dataset.runs.start('cli')).id;
		return this;
	}

	label(name: string): Promise<Label> {
		return this.dataset.labels.add({ name }, 'cli');
	}

	discover(label: Label, ...candidates: Candidate[]) {
		return this.dataset.candidates.discover(this.runId, label.id, {
			source: 'commons',
			query: label.name,
			discoveries: candidates.map((found) => ({ candidate: found })),
			next: undefined,
		});
	}

	/** Discovers one candidate, reserves it and settles it. */
	async take(label: Label, found: Candidate, outcome: Outcome): Promise<Settlement> {
		await this.discover(label, found);
		const reservation = await this.dataset.candidates.reserve(this.runId, label.id);
		if (!reservation) throw new Error('nothing to reserve');
		return this.dataset.candidates.settle(this.runId, reservation.id, outcome);
	}

	/** The photo that comes of it. */
	async photo(label: Label, id: string, outcome: Outcome = stored(id), more: Partial<Candidate> = {}) {
		const settlement = await this.take(label, candidate(id, more), outcome);
		if (!('photo' in settlement)) throw new Error(`became ${JSON.stringify(settlement)}`);
		return settlement.photo;
	}

	async state(photoId: number): Promise<string | undefined> {
		return (await this.dataset.photos.get(photoId))?.state;
	}
}

import type { SourceName } from '../dataset/candidate.ts';
import { type Dataset, displayNamesOf, type Label, type Rejection } from '../dataset/catalogue/catalogue.ts';
import type { CrawlProgress, LabelProgress, SourceProgress } from './events.ts';
import { queriesFor } from './queries.ts';
import type { SkippedRecords, SkipReason } from './source.ts';

type Reasons = Partial<Record<Rejection | SkipReason, number>>;

/** Photos before the pace is worth telling. */
const PACE_NEEDS = 3;

export interface RunTallyOptions {
	readonly dataset: Dataset;
	readonly runId: number;
	readonly labels: readonly Label[];
	/** Photos that each label is to have. */
	readonly wanted: number;
	readonly now: () => number;
}

/** How far a run is: the catalogue's own counts, and what only the run knows. */
export class RunTally {
	readonly #options: RunTallyOptions;
	readonly #startedAt: number;
	readonly #acceptedBefore: number;
	readonly #states = new Map<number, LabelProgress['state']>();
	readonly #skipped = new Map<string, Reasons>();

	static async begin(options: RunTallyOptions): Promise<RunTally> {
		return new RunTally(options, await acceptedInAll(options));
	}

	private constructor(options: RunTallyOptions, acceptedBefore: number) {
		this.#options = options;
		this.#startedAt = options.now();
		this.#acceptedBefore = acceptedBefore;
	}

	/** Photos that a label still wants. */
	async missing({ id }: Label): Promise<number> {
		const { dataset, wanted } = this.#options;
		return Math.max(0, wanted - (await dataset.photos.count(id)));
	}

	setState({ id }: Label, state: LabelProgress['state']): void {
		this.#states.set(id, state);
	}

	/** What a source left out itself, of which the catalogue never hears. */
	countSkipped({ id }: Label, source: SourceName, skipped: SkippedRecords): void {
		const reasons = { ...this.#skipped.get(keyOf(id, source)) };
		for (const [reason, count] of Object.entries(skipped)) {
			if (count > 0) add(reasons, reason as SkipReason, count);
		}
		this.#skipped.set(keyOf(id, source), reasons);
	}

	async progress(): Promise<CrawlProgress> {
		const { dataset, runId, labels, wanted } = this.#options;
		const counts = await dataset.runs.counts(runId);
		const progress: LabelProgress[] = [];
		for (const label of labels) {
			const sources: Partial<Record<SourceName, SourceProgress>> = {};
			for (const { labelId, source, outcome, reason, count, bytes } of counts) {
				if (labelId !== label.id) continue;
				const before = sources[source] ?? {
					...NOTHING,
					rejected: { ...this.#skipped.get(keyOf(labelId, source)) },
				};
				const after = { ...before, bytes: before.bytes + bytes };
				if (outcome === 'rejected') add(after.rejected, reason as Rejection, count);
				else after[outcome] += count;
				sources[source] = after;
			}
			const accepted = await dataset.photos.count(label.id);
			const state = this.#states.get(label.id) ?? 'waiting';
			const words = queriesFor(label).map(({ text }) => text);
			const { id: labelId, name } = label;
			const names = displayNamesOf(label);
			progress.push({ labelId, name, names, wanted, accepted, words, state, sources });
		}
		return { labels: progress, remainingMs: await this.#remainingMs(progress) };
	}

	async #remainingMs(labels: readonly LabelProgress[]): Promise<number | undefined> {
		const accepted = (await acceptedInAll(this.#options)) - this.#acceptedBefore;
		if (accepted < PACE_NEEDS) return undefined;
		const missing = labels
			.filter(({ state }) => state === 'waiting' || state === 'running')
			.reduce((sum, label) => sum + Math.max(0, label.wanted - label.accepted), 0);
		return (missing * (this.#options.now() - this.#startedAt)) / accepted;
	}
}

async function acceptedInAll({ labels, dataset }: RunTallyOptions): Promise<number> {
	let sum = 0;
	for (const { id } of labels) sum += await dataset.photos.count(id);
	return sum;
}

const NOTHING = { found: 0, known: 0, accepted: 0, quarantined: 0, failed: 0, bytes: 0 };

function keyOf(labelId: number, source: SourceName): string {
	return `${labelId} ${source}`;
}

function add(reasons: Reasons, reason: Rejection | SkipReason, count: number): void {
	reasons[reason] = (reasons[reason] ?? 0) + count;
}

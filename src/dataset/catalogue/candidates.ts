import { setImmediate as letOthersRun } from 'node:timers/promises';
import { type Licence, SOURCES, type SourceName } from '../candidate.ts';
import type { Arrivals } from './arrivals.ts';
import type {
	DiscoveredPage,
	Discovery,
	DiscoveryCounts,
	Outcome,
	ReserveOptions,
	Settlement,
} from './candidate-flow.ts';
import { moveCursor } from './cursors.ts';
import type { Fingerprints } from './fingerprints.ts';
import { requireLabel } from './labels.ts';
import {
	countWaiting,
	enterOffer,
	failOffer,
	isKnown,
	knownElsewhere,
	nextOffer,
	nextRetry,
	type Reservation,
	refreshOffer,
	rejectOffer,
	reservedOffer,
	reserveOffer,
} from './offers.ts';
import type { Rejection } from './reasons.ts';
import { countOutcome, keepAlive } from './runs.ts';
import type { Scope } from './scope.ts';
import { countAll } from './tally.ts';
import type { Tombstones } from './tombstones.ts';

/** The reservation is no longer there: its run was taken for dead, or its label was removed. */
export class ReservationLost extends Error {
	override readonly name = 'ReservationLost';
	constructor(id: number) {
		super(`candidate ${id} is not reserved by this run`);
	}
}

/** Downloads of a candidate, over all nights, after which it is given up. */
export const MAX_TRIES = 4;

/** Results entered in one transaction: each takes a fifth of a millisecond. */
const DISCOVERY_BATCH = 50;

/** Candidates that are settled without a download in one transaction, before others get their turn. */
const RESERVE_BATCH = 20;

/** Rejections that are about the picture, not the label: true of it under every label. */
const INTRINSIC: readonly string[] = [
	'too-small',
	'too-large',
	'aspect',
	'flat',
	'placeholder',
	'opt-out',
	'gone',
	'host',
	'unreadable',
] satisfies Rejection[];

/**
 * What sources offer, on its way to a photo: `candidate → downloading → accepted | quarantined | rejected | failed`.
 * Each (label, source, id) is entered once, so nothing is fetched twice; a picture that another label of the
 * classifier has fetched is taken from there. What was `downloading` when a process died is a candidate again.
 */
export class Candidates {
	readonly #scope: Scope;
	readonly #fingerprints: Fingerprints;
	readonly #tombstones: Tombstones;
	readonly #arrivals: Arrivals;

	constructor(scope: Scope, fingerprints: Fingerprints, tombstones: Tombstones, arrivals: Arrivals) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
		this.#arrivals = arrivals;
	}

	/**
	 * Enters a page of results and moves the cursor past it. The cursor moves with the last of the results, so that
	 * none is missed when the process dies in between.
	 * @throws {UserError} `label-not-found`
	 * @throws {RunEnded}
	 */
	async discover(runId: number, labelId: number, page: DiscoveredPage): Promise<DiscoveryCounts> {
		const counts = { added: 0, rejected: 0, known: 0, removed: 0 };
		const { discoveries } = page;
		let from = 0;
		do {
			const batch = discoveries.slice(from, from + DISCOVERY_BATCH);
			from += DISCOVERY_BATCH;
			const became = await this.#scope.write(async (scope) => {
				await keepAlive(scope, runId);
				await requireLabel(scope, labelId);
				const entered: Discovered[] = [];
				for (const discovery of batch) entered.push(await this.#discover(scope, labelId, discovery));
				await countDiscovered(scope, runId, { labelId, source: page.source }, entered);
				if (from >= discoveries.length) await moveCursor(scope, labelId, page, page.next);
				return entered;
			});
			for (const { became: what } of became) counts[what]++;
			if (from < discoveries.length) await letOthersRun();
		} while (from < discoveries.length);
		return counts;
	}

	/**
	 * Reserves the next candidate in order of discovery, or else a failed one whose time has come.
	 * @throws {RunEnded}
	 */
	async reserve(
		runId: number,
		labelId: number,
		{ sources = SOURCES, most }: ReserveOptions = {},
	): Promise<Reservation | undefined> {
		await this.#fingerprints.catchUp(this.#scope);
		for (;;) {
			const found = await this.#scope.write(async (scope) => {
				// Here, where nobody else reserves any: of two who see room for one more, one has it.
				if (most !== undefined && (await countAll(scope, ['accepted', 'downloading'])) >= most)
					return undefined;
				return this.#reserve(scope, runId, labelId, sources);
			});
			if (found !== 'go on') return found;
			await letOthersRun();
		}
	}

	/** Gives a reservation back untouched: the run was cancelled, or the host wants to be left alone. */
	async release(runId: number, id: number): Promise<void> {
		await this.#scope.write(({ rows }) =>
			rows
				.updateTable('photo')
				.set({ state: 'candidate', run_id: null })
				.where('id', '=', id)
				.where('run_id', '=', runId)
				.execute(),
		);
	}

	/**
	 * Says what became of a reservation. The file of a photo that is not accepted may be nobody's: see
	 * `Catalogue.needsFile`.
	 * @throws {ReservationLost}
	 */
	async settle(runId: number, id: number, outcome: Outcome): Promise<Settlement> {
		await this.#fingerprints.catchUp(this.#scope);
		return this.#scope.write(async (scope) => {
			const reserved = await reservedOffer(scope, id, runId);
			if (!reserved) throw new ReservationLost(id);
			const settlement = await this.#settle(scope, reserved, outcome);
			await countSettlement(scope, runId, reserved, settlement, outcome.downloaded);
			return settlement;
		});
	}

	/** Candidates that wait, with the failed ones whose time has come. */
	async waiting(labelId: number, { sources = SOURCES }: Omit<ReserveOptions, 'most'> = {}): Promise<number> {
		return countWaiting(this.#scope, labelId, sources);
	}

	/** When the earliest failed candidate may be tried again. */
	async nextRetry(labelId: number): Promise<Date | undefined> {
		return nextRetry(this.#scope, labelId);
	}

	/**
	 * Lets candidates rejected for a reason be tried after all: the host allows more licences, an author's share grew.
	 * @returns how many
	 */
	async reopen(
		labelId: number,
		reason: Rejection,
		{ licences }: { readonly licences?: readonly Licence[] } = {},
	): Promise<number> {
		if (licences?.length === 0) return 0;
		const { numUpdatedRows } = await this.#scope.write((scope) => {
			const rejected = scope.rows
				.updateTable('photo')
				.set({ state: 'candidate', reason: null })
				.where('label_id', '=', labelId)
				.where('state', '=', 'rejected')
				.where('reason', '=', reason)
				.where(scope.owns('photo'));
			return (licences ? rejected.where('licence', 'in', licences) : rejected).executeTakeFirst();
		});
		return Number(numUpdatedRows);
	}

	async #discover(scope: Scope, labelId: number, { candidate, rejection }: Discovery): Promise<Discovered> {
		if (await this.#tombstones.hasOffer(scope, candidate))
			return { became: 'removed', outcome: 'rejected', reason: 'removed' };
		if (await isKnown(scope, labelId, candidate)) {
			await refreshOffer(scope, labelId, candidate, rejection);
			return { became: 'known', outcome: 'known' };
		}
		await enterOffer(scope, labelId, candidate, rejection);
		return rejection === undefined
			? { became: 'added', outcome: 'found' }
			: { became: 'rejected', outcome: 'rejected', reason: rejection };
	}

	async #reserve(
		scope: Scope,
		runId: number,
		labelId: number,
		sources: readonly SourceName[],
	): Promise<Reservation | 'go on' | undefined> {
		await keepAlive(scope, runId);
		for (let n = 0; n < RESERVE_BATCH; n++) {
			const next = await nextOffer(scope, labelId, sources);
			if (!next) return undefined;
			// Removed meanwhile, or known under another label: it need not be fetched.
			const settlement = await this.#withoutFetching(scope, next);
			if (settlement) {
				await countSettlement(scope, runId, next, settlement);
				continue;
			}
			await reserveOffer(scope, next.id, runId);
			return next;
		}
		return 'go on';
	}

	async #withoutFetching(scope: Scope, next: Reservation): Promise<Settlement | undefined> {
		const { candidate, labelId } = next;
		if (await this.#tombstones.hasOffer(scope, candidate)) return reject(scope, next.id, 'removed');
		const { photos, rejections } = await knownElsewhere(scope, labelId, candidate);
		if (photos.length > 0) {
			const [{ file, nsfwScore, quarantine }] = photos;
			return this.#arrive(scope, next, {
				kind: 'stored',
				file,
				nsfwScore,
				quarantine: quarantine === 'nsfw' ? 'nsfw' : undefined,
			});
		}
		const intrinsic = rejections.find((reason) => INTRINSIC.includes(reason));
		return intrinsic && reject(scope, next.id, intrinsic);
	}

	async #settle(scope: Scope, reserved: Reservation, outcome: Outcome): Promise<Settlement> {
		if (outcome.kind === 'stored') {
			if (await this.#tombstones.hasOffer(scope, reserved.candidate))
				return reject(scope, reserved.id, 'removed');
			return this.#arrive(scope, reserved, outcome);
		}
		if (outcome.kind === 'rejected') return reject(scope, reserved.id, outcome.reason);
		const tries = reserved.tries + 1;
		if (tries >= MAX_TRIES) return reject(scope, reserved.id, 'gave-up');
		await failOffer(scope, reserved.id, tries, outcome.retryAt);
		return { state: 'failed', tries };
	}

	async #arrive(
		scope: Scope,
		{ id, labelId, candidate }: Reservation,
		outcome: Extract<Outcome, { kind: 'stored' }>,
	): Promise<Settlement> {
		const verdict = await this.#arrivals.settle(scope, {
			id,
			labelId,
			source: candidate.source,
			series: candidate.series,
			file: outcome.file,
			fetchedAt: scope.now(),
			nsfwScore: outcome.nsfwScore,
			quarantine: outcome.quarantine,
		});
		return verdict.state === 'rejected' ? reject(scope, id, verdict.reason) : verdict;
	}
}

interface Discovered {
	readonly became: keyof DiscoveryCounts;
	readonly outcome: 'found' | 'known' | 'rejected';
	readonly reason?: Rejection;
}

/** Adds to each count once, and not once for each offer. */
async function countDiscovered(
	scope: Scope,
	runId: number,
	of: { readonly labelId: number; readonly source: SourceName },
	discovered: readonly Discovered[],
): Promise<void> {
	const counts = new Map<string, Discovered & { readonly count: number }>();
	for (const one of discovered) {
		const key = `${one.outcome} ${one.reason}`;
		counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	for (const { outcome, reason, count } of counts.values())
		await countOutcome(scope, runId, { ...of, outcome, reason, count });
}

async function reject(scope: Scope, id: number, reason: Rejection): Promise<Settlement> {
	await rejectOffer(scope, id, reason);
	return { state: 'rejected', reason };
}

async function countSettlement(
	scope: Scope,
	runId: number,
	{ labelId, candidate }: Reservation,
	settlement: Settlement,
	bytes = 0,
): Promise<void> {
	await countOutcome(scope, runId, {
		labelId,
		source: candidate.source,
		outcome: settlement.state,
		reason: 'reason' in settlement ? settlement.reason : undefined,
		bytes,
	});
}

import { setImmediate as letOthersRun } from 'node:timers/promises';
import { SOURCES, type SourceName } from '../candidate.ts';
import type { Arrivals } from './arrivals.ts';
import type {
	DiscoveredPage,
	DiscoveryCounts,
	Outcome,
	ReserveOptions,
	Settlement,
} from './candidate-flow.ts';
import { enterPage } from './discoveries.ts';
import type { Fingerprints } from './fingerprints.ts';
import { countWaiting, nextOffer, nextRetry } from './offer-queue.ts';
import {
	failOffer,
	knownElsewhere,
	type Reservation,
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
		return enterPage({ scope: this.#scope, tombstones: this.#tombstones }, runId, labelId, page);
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

import { setImmediate as letOthersRun } from 'node:timers/promises';
import { type Licence, SOURCES } from '../candidate.ts';
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
import { Offers, type Reservation } from './offers.ts';
import type { Rejection } from './reasons.ts';
import { countOutcome, keepAlive } from './runs.ts';
import type { Scope } from './scope.ts';
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
	readonly #offers: Offers;

	constructor(scope: Scope, fingerprints: Fingerprints, tombstones: Tombstones, arrivals: Arrivals) {
		this.#scope = scope;
		this.#fingerprints = fingerprints;
		this.#tombstones = tombstones;
		this.#arrivals = arrivals;
		this.#offers = new Offers(scope);
	}

	/**
	 * Enters a page of results and moves the cursor past it. The cursor moves with the last of the results, so that
	 * none is missed when the process dies in between.
	 * @throws {UserError} `label-not-found`
	 * @throws {RunEnded}
	 */
	async discover(runId: number, labelId: number, page: DiscoveredPage): Promise<DiscoveryCounts> {
		const counts = { added: 0, rejected: 0, known: 0, removed: 0 };
		const { source, discoveries } = page;
		let from = 0;
		do {
			const batch = discoveries.slice(from, from + DISCOVERY_BATCH);
			from += DISCOVERY_BATCH;
			await this.#scope.write(() => {
				keepAlive(this.#scope, runId);
				this.#arrivals.requireLabel(labelId);
				for (const discovery of batch) {
					const became = this.#enter(labelId, discovery);
					counts[became]++;
					if (became === 'added') countOutcome(this.#scope, runId, { labelId, source, outcome: 'found' });
					if (became === 'known') countOutcome(this.#scope, runId, { labelId, source, outcome: 'known' });
					const reason = became === 'removed' ? 'removed' : discovery.rejection;
					if (became === 'removed' || became === 'rejected') {
						countOutcome(this.#scope, runId, { labelId, source, outcome: 'rejected', reason });
					}
				}
				if (from >= discoveries.length) moveCursor(this.#scope, labelId, page, page.next);
			});
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
		{ sources = SOURCES }: ReserveOptions = {},
	): Promise<Reservation | undefined> {
		await this.#fingerprints.catchUp();
		let found: Reservation | 'go on' | undefined;
		do {
			found = await this.#scope.write(() => {
				keepAlive(this.#scope, runId);
				for (let n = 0; n < RESERVE_BATCH; n++) {
					const next = this.#offers.next(labelId, sources);
					if (!next) return undefined;
					if (this.#settleUnfetched(runId, next)) continue;
					this.#offers.reserve(next.id, runId);
					return next;
				}
				return 'go on';
			});
			if (found === 'go on') await letOthersRun();
		} while (found === 'go on');
		return found;
	}

	/** Gives a reservation back untouched: the run was cancelled, or the host wants to be left alone. */
	async release(runId: number, id: number): Promise<void> {
		await this.#scope.write(() =>
			this.#scope.connection.run(
				"UPDATE photo SET state = 'candidate', run_id = NULL WHERE id = ? AND run_id = ?",
				id,
				runId,
			),
		);
	}

	/**
	 * Says what became of a reservation. The file of a photo that is not accepted may be nobody's: see
	 * `Catalogue.needsFile`.
	 * @throws {ReservationLost}
	 */
	async settle(runId: number, id: number, outcome: Outcome): Promise<Settlement> {
		await this.#fingerprints.catchUp();
		return this.#scope.write(() => {
			const reserved = this.#offers.reserved(id, runId);
			if (!reserved) throw new ReservationLost(id);
			const settlement = this.#settle(reserved, outcome);
			this.#count(runId, reserved, settlement, outcome.downloaded);
			return settlement;
		});
	}

	/** Candidates that wait, with the failed ones whose time has come. */
	async waiting(labelId: number, { sources = SOURCES }: ReserveOptions = {}): Promise<number> {
		return this.#offers.waiting(labelId, sources);
	}

	/** When the earliest failed candidate may be tried again. */
	async nextRetry(labelId: number): Promise<Date | undefined> {
		return this.#offers.nextRetry(labelId);
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
		return this.#scope.write(() =>
			this.#scope.connection.run(
				`UPDATE photo SET state = 'candidate', reason = NULL
				 WHERE label_id = ?1 AND state = 'rejected' AND reason = ?2 AND +classifier_id = ?4
				   AND (?3 IS NULL OR licence IN (SELECT value FROM json_each(?3)))`,
				labelId,
				reason,
				licences === undefined ? null : JSON.stringify(licences),
				this.#scope.id,
			),
		);
	}

	#enter(labelId: number, { candidate, rejection }: Discovery): keyof DiscoveryCounts {
		if (this.#tombstones.hasOffer(candidate)) return 'removed';
		if (this.#offers.isKnown(labelId, candidate)) {
			this.#offers.refresh(labelId, candidate, rejection);
			return 'known';
		}
		this.#offers.enter(labelId, candidate, rejection);
		return rejection === undefined ? 'added' : 'rejected';
	}

	/** Settles what need not be fetched: it was removed meanwhile, or another label knows it. */
	#settleUnfetched(runId: number, next: Reservation): boolean {
		const settlement = this.#withoutFetching(next);
		if (settlement) this.#count(runId, next, settlement);
		return settlement !== undefined;
	}

	#withoutFetching(next: Reservation): Settlement | undefined {
		const { candidate, labelId } = next;
		if (this.#tombstones.hasOffer(candidate)) return this.#reject(next.id, 'removed');
		for (const other of this.#offers.elsewhere(labelId, candidate)) {
			if (other.photo) {
				return this.#arrive(next, {
					kind: 'stored',
					file: other.photo.file,
					nsfwScore: other.photo.nsfwScore,
					quarantine: other.photo.quarantine === 'nsfw' ? 'nsfw' : undefined,
				});
			}
			if (other.state === 'rejected' && INTRINSIC.includes(other.reason)) {
				return this.#reject(next.id, other.reason);
			}
		}
		return undefined;
	}

	#settle(reserved: Reservation, outcome: Outcome): Settlement {
		if (outcome.kind === 'stored') {
			if (this.#tombstones.hasOffer(reserved.candidate)) return this.#reject(reserved.id, 'removed');
			return this.#arrive(reserved, outcome);
		}
		if (outcome.kind === 'rejected') return this.#reject(reserved.id, outcome.reason);
		const tries = reserved.tries + 1;
		if (tries >= MAX_TRIES) return this.#reject(reserved.id, 'gave-up');
		this.#offers.fail(reserved.id, tries, outcome.retryAt);
		return { state: 'failed', tries };
	}

	#arrive(
		{ id, labelId, candidate }: Reservation,
		outcome: Extract<Outcome, { kind: 'stored' }>,
	): Settlement {
		const verdict = this.#arrivals.settle({
			id,
			labelId,
			source: candidate.source,
			series: candidate.series,
			file: outcome.file,
			fetchedAt: this.#scope.now(),
			nsfwScore: outcome.nsfwScore,
			quarantine: outcome.quarantine,
		});
		return verdict.state === 'rejected' ? this.#reject(id, verdict.reason) : verdict;
	}

	#reject(id: number, reason: Rejection): Settlement {
		this.#offers.reject(id, reason);
		return { state: 'rejected', reason };
	}

	#count(runId: number, { labelId, candidate }: Reservation, settlement: Settlement, bytes = 0): void {
		countOutcome(this.#scope, runId, {
			labelId,
			source: candidate.source,
			outcome: settlement.state,
			reason: 'reason' in settlement ? settlement.reason : undefined,
			bytes,
		});
	}
}

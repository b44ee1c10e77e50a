import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { isDead } from '../../store/process-lock.ts';
import type { BackboneChoice, InUse, Mover } from './in-use.ts';

/** Signs of life that are missed before whoever gave them counts as gone, wherever it lived. */
const GONE_BEATS = 10;

/** The same of a process that is certainly dead. */
const DEAD_BEATS = 3;

/**
 * Has one process at a time make a move. Whoever does says so in the choice itself, again and again, and changes it only
 * while that says so: one that stood still for long, and was taken for dead, changes nothing any more. The signs are
 * counted, so that the clocks of two machines need not agree.
 */
export class MoveHold {
	readonly #choice: BackboneChoice;
	readonly #beatMs: number;
	readonly #id = randomUUID();
	#seen: { readonly mover: Mover; readonly since: number } | undefined;

	constructor(choice: BackboneChoice, beatMs: number) {
		this.#choice = choice;
		this.#beatMs = beatMs;
	}

	/** Whether nobody is at a move that says this of who is. It shows of somebody who has died after some time alone. */
	isFree(mover: Mover | undefined): boolean {
		if (!mover) return true;
		if (!this.#seen || !isSame(mover, this.#seen.mover)) this.#seen = { mover, since: performance.now() };
		const missed = (performance.now() - this.#seen.since) / this.#beatMs;
		return missed >= beatsOf(mover);
	}

	/** @throws {UserError} `backbone-move-running` once whoever is at it gives a sign of life */
	async requireFree(): Promise<void> {
		let before: Mover | undefined;
		// Not by a clock alone: while this process stands still, it cannot hear of others.
		for (let looks = 0; ; looks++) {
			const { move } = await this.#choice.read();
			if (!move?.mover) return;
			if (this.isFree(move.mover) && looks >= beatsOf(move.mover)) return;
			if (before && !isSame(before, move.mover)) throw running(move);
			before = move.mover;
			await delay(this.#beatMs);
		}
	}

	/** What is chosen once this process is at the move. @throws {UserError} `backbone-move-running` */
	taken(now: InUse, begun: InUse = now): InUse {
		if (now.move && !this.isFree(now.move.mover)) throw running(now.move);
		const mover = { id: this.#id, processId: process.pid, host: hostname(), beat: 0 };
		return begun.move ? { ...begun, move: { ...begun.move, mover } } : begun;
	}

	/** Changes the move, if this process is at it. @returns what is chosen then, where it is */
	async change(change: (move: HeldMove) => InUse['move']): Promise<InUse | undefined> {
		let isMine = false;
		const changed = await this.#choice.change((now) => {
			const { move } = now;
			isMine = move?.mover?.id === this.#id;
			return isMine ? { ...now, move: change(move as HeldMove) } : now;
		});
		return isMine ? changed : undefined;
	}

	/** Gives signs of life, and hears of it where the move is another's, or is not to be any more. @returns stops */
	keep(onLost: () => void): () => void {
		const stop = new AbortController();
		const { signal } = stop;
		const beat = async () => {
			const kept = await this.change(({ mover, ...move }) => ({
				...move,
				mover: { ...mover, beat: mover.beat + 1 },
			}));
			if (kept?.move?.state !== 'under-way' && !signal.aborted) onLost();
		};
		const keepOn = async () => {
			while (!signal.aborted) {
				await delay(this.#beatMs, undefined, { signal }).catch(() => {});
				// What cannot be reached now may be at the next sign.
				if (!signal.aborted) await beat().catch(() => {});
			}
		};
		void keepOn();
		return () => stop.abort();
	}

	/** Leaves what is left of it to others. */
	async release(): Promise<void> {
		await this.change(({ mover: _, ...move }) => move);
	}
}

/** How many are missed before it counts as gone. */
function beatsOf(mover: Mover): number {
	// In a container every process has the same number: of one like this one nothing is certain.
	return mover.processId !== process.pid && isDead(mover) ? DEAD_BEATS : GONE_BEATS;
}

type HeldMove = NonNullable<InUse['move']> & { readonly mover: Mover };

function isSame(one: Mover, other: Mover): boolean {
	return one.id === other.id && one.beat === other.beat;
}

function running({ to, mover }: NonNullable<InUse['move']>): UserError {
	const process = mover && `${mover.processId} on ${mover.host}`;
	return new UserError('backbone-move-running', { to, ...(process && { process }) });
}

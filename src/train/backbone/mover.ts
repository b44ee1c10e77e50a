import { setTimeout as delay } from 'node:timers/promises';
import { isUserError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import type { Registry } from '../../registry/registry.ts';
import type { TrainingJobs, TrainingState } from '../jobs.ts';
import { MoveHold } from './hold.ts';
import { BUNDLED, type InUse, type Move, withMoveBegun } from './in-use.ts';
import { movableClassifiers } from './movable-classifiers.ts';
import { moveClassifier } from './move-classifier.ts';
import { type OpenInUseOptions, openChosen } from './open-in-use.ts';
import { type BackboneSurvey, surveyBackbones } from './survey.ts';

export interface MoverParts extends OpenInUseOptions {
	readonly registry: Registry;
	readonly trainings: Pick<TrainingJobs, 'start' | 'get'>;
	/** Makes sure that this machine can run a backbone. @throws {UserError} `backbone-unusable` */
	readonly tryOut: (backbone: Backbone) => Promise<void>;
	readonly logger: Logger;
	/** Between two signs of life, and two looks at what other processes do. */
	readonly lookMs?: number;
}

/** What is being done. */
export interface MoveProgress {
	readonly classifier: string;
	/** Classifiers that are done, of all. */
	readonly done: number;
	readonly total: number;
	/** Undefined while another training of that classifier goes first. */
	readonly training?: TrainingState;
}

const LOOK_MS = 1_000;

/** Why a move stops while what is left of it stays to do: the process ends. */
const CLOSING = new Error('the move is interrupted');

/**
 * Moves all classifiers from one backbone to another, one by one: each is trained on the new one, and what serves goes on
 * serving on the old one until, and unless, the gate lets the new model take over. How far it is lies with the choice, so that a
 * killed process loses nothing but the training in hand, whose embeddings are kept. One process moves at a time; others,
 * on other machines too where they share the choice, can see how far it is, cancel it, and go on with it when that is gone.
 */
export class BackboneMover {
	readonly #parts: MoverParts;
	readonly #lookMs: number;
	readonly #hold: MoveHold;
	#stop = new AbortController();
	#running: Promise<void> | undefined;
	#progress: MoveProgress | undefined;

	constructor(parts: MoverParts) {
		this.#parts = parts;
		this.#lookMs = parts.lookMs ?? LOOK_MS;
		this.#hold = new MoveHold(parts.choice, this.#lookMs);
	}

	/** What is chosen, and the last move. */
	inUse(): Promise<InUse> {
		return this.#parts.choice.read();
	}

	/** What there is to move to, on this machine or others, and who is judged on what. */
	async survey(): Promise<BackboneSurvey> {
		await this.#parts.backbones?.fetchInstalled?.();
		return surveyBackbones(this.#parts);
	}

	/** Undefined while this process moves nothing. */
	progress(): MoveProgress | undefined {
		return this.#progress;
	}

	/** Resolves once this process moves nothing, whatever became of it; never rejects. */
	async settled(): Promise<void> {
		await this.#running;
	}

	/**
	 * Chooses a backbone and begins to move to it; one that is half done to the same is gone on with.
	 * @param name id of an installed backbone, or `bundled`
	 * @throws {UserError} `backbone-not-installed`, `backbone-damaged`, `backbone-unusable`, `backbone-set`,
	 * `backbone-move-running`
	 */
	async begin(name: string, by: string): Promise<Move> {
		const { setting, choice, backbones, tryOut } = this.#parts;
		if (setting !== undefined) throw new UserError('backbone-set', { setting });
		const target = await openChosen(name, this.#parts);
		await tryOut(target);
		// Whoever trains on another machine is to find it before it hears of it.
		if (name !== BUNDLED) await backbones?.share?.(target.manifest);
		if (this.#running)
			throw new UserError('backbone-move-running', { to: (await this.inUse()).move?.to ?? '' });
		await this.#hold.requireFree();
		const { move } = await choice.change((now) => this.#hold.taken(now, withMoveBegun(now, name, by)));
		this.#run(move as Move);
		return move as Move;
	}

	/** Goes on with what a process that is no more has left to do. @returns whether there was something */
	async resume(): Promise<boolean> {
		const { choice, setting } = this.#parts;
		if (this.#running || setting !== undefined) return false;
		const { move } = await this.inUse();
		if (move?.state !== 'under-way' || !this.#hold.isFree(move.mover)) return false;
		try {
			await openChosen(move.to, this.#parts);
			const taken = await choice.change((now) =>
				now.move?.state === 'under-way' ? this.#hold.taken(now) : now,
			);
			if (taken.move?.state !== 'under-way') return false;
			this.#run(taken.move);
			return true;
		} catch (error) {
			// Another process was quicker, or has what it takes.
			if (isUserError(error, 'backbone-move-running')) return false;
			if (choice.isShared && isUserError(error, 'backbone-not-installed')) return false;
			throw error;
		}
	}

	/**
	 * Stops the move, whichever process makes it: new models are made on the former backbone again. What has moved stays.
	 * @returns whether there was one
	 */
	async cancel(): Promise<boolean> {
		let wasUnderWay = false;
		await this.#parts.choice.change((now) => {
			wasUnderWay = now.move?.state === 'under-way';
			if (!now.move || !wasUnderWay) return now;
			return { ...now, inUse: now.move.from, move: { ...now.move, state: 'cancelled' } };
		});
		this.#stop.abort();
		return wasUnderWay;
	}

	/** Stops; what is left stays to do, for the next start. */
	async close(): Promise<void> {
		this.#stop.abort(CLOSING);
		await this.#running;
	}

	#run(move: Move): void {
		const { logger } = this.#parts;
		const failed = (error: unknown) => logger.error({ err: error }, 'moving to another backbone failed');
		this.#stop = new AbortController();
		this.#running = this.#moveAll(move)
			.catch(failed)
			.then(() => this.#hold.release())
			.catch(failed)
			.then(() => {
				this.#progress = undefined;
				this.#running = undefined;
			});
	}

	async #moveAll({ startedAt, to, by }: Move): Promise<void> {
		const { registry, trainings, logger } = this.#parts;
		const stop = this.#stop;
		const { signal } = stop;
		const stopKeeping = this.#hold.keep(() => stop.abort());
		try {
			const target = await openChosen(to, this.#parts);
			for (;;) {
				const { move } = await this.inUse();
				if (move?.state !== 'under-way' || move.startedAt !== startedAt) return;
				const all = await movableClassifiers(registry);
				const left = all.filter((classifier) => !move.ends[classifier]);
				const [classifier] = left;
				if (classifier === undefined) {
					await this.#hold.change((now) => ({ ...now, state: 'finished' }));
					logger.info({ backbone: to }, 'all classifiers were moved to another backbone');
					return;
				}
				const progress = { classifier, done: all.length - left.length, total: all.length };
				this.#progress = progress;
				const onTraining = (training: TrainingState) => {
					this.#progress = { ...progress, training };
				};
				const end = await moveClassifier(
					{ classifier, target, by, signal, onTraining },
					{ registry, trainings },
				);
				// What has happened is noted even of a move that was cancelled meanwhile.
				if (end) await this.#hold.change((now) => ({ ...now, ends: { ...now.ends, [classifier]: end } }));
				if (signal.aborted) return;
				if (!end) await delay(this.#lookMs);
			}
		} finally {
			stopKeeping();
		}
	}
}

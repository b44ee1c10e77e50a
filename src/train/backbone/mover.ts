import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isUserError, UserError } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import type { Registry } from '../../registry/registry.ts';
import { lockForProcess } from '../../store/process-lock.ts';
import type { TrainingJobs, TrainingState } from '../jobs.ts';
import { changeInUse, type InUse, type Move, readInUse, withMoveBegun } from './in-use.ts';
import { movableClassifiers } from './movable-classifiers.ts';
import { moveClassifier } from './move-classifier.ts';
import { openChosen } from './open-in-use.ts';
import { type BackboneSurvey, surveyBackbones } from './survey.ts';

export interface MoverParts {
	readonly dataFolder: string;
	/** HANTEI_BACKBONE, where the host has set it. */
	readonly setting: string | undefined;
	readonly registry: Registry;
	readonly trainings: Pick<TrainingJobs, 'start' | 'get'>;
	/** Makes sure that this machine can run a backbone. @throws {UserError} `backbone-unusable` */
	readonly tryOut: (backbone: Backbone) => Promise<void>;
	readonly logger: Logger;
	/** Between two looks at what other processes do. */
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

/** Not the name of a classifier. */
const LOCK = '_backbone';

/** Why a move stops while what is left of it stays to do: the process ends. */
const CLOSING = new Error('the move is interrupted');

/**
 * Moves all classifiers from one backbone to another, one by one: each is trained on the new one, and what serves goes on
 * serving on the old one until, and unless, the gate lets the new model take over. How far it is lies on disk, so that a
 * killed process loses nothing but the training in hand, whose embeddings are kept. One process moves at a time; others
 * can see how far it is, and cancel it.
 */
export class BackboneMover {
	readonly #parts: MoverParts;
	readonly #lookMs: number;
	#stop = new AbortController();
	#running: Promise<void> | undefined;
	#progress: MoveProgress | undefined;

	constructor(parts: MoverParts) {
		this.#parts = parts;
		this.#lookMs = parts.lookMs ?? LOOK_MS;
	}

	/** What is chosen, and the last move. */
	inUse(): Promise<InUse> {
		return readInUse(this.#parts.dataFolder);
	}

	/** What there is to move to, and who is judged on what. */
	survey(): Promise<BackboneSurvey> {
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
		const { dataFolder, setting, tryOut } = this.#parts;
		if (setting !== undefined) throw new UserError('backbone-set', { setting });
		await tryOut(await openChosen(name, dataFolder));
		const release = await this.#lock();
		try {
			const { move } = await changeInUse(dataFolder, (now) => withMoveBegun(now, name, by));
			this.#run(move as Move, release);
			return move as Move;
		} catch (error) {
			await release();
			throw error;
		}
	}

	/** Goes on with what a process that is no more has left to do. @returns whether there was something */
	async resume(): Promise<boolean> {
		if (this.#running) return false;
		const { move } = await this.inUse();
		if (this.#parts.setting !== undefined || move?.state !== 'under-way') return false;
		try {
			this.#run(move, await this.#lock());
			return true;
		} catch (error) {
			if (!isUserError(error, 'backbone-move-running')) throw error;
			return false;
		}
	}

	/**
	 * Stops the move, whichever process makes it: new models are made on the former backbone again. What has moved stays.
	 * @returns whether there was one
	 */
	async cancel(): Promise<boolean> {
		let wasUnderWay = false;
		await changeInUse(this.#parts.dataFolder, (now) => {
			if (now.move?.state !== 'under-way') return now;
			wasUnderWay = true;
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

	/** @throws {UserError} `backbone-move-running` */
	async #lock(): Promise<() => Promise<void>> {
		const { dataFolder } = this.#parts;
		const { move } = await this.inUse();
		const to = move?.to ?? '';
		if (this.#running) throw new UserError('backbone-move-running', { to });
		return lockForProcess({
			folder: join(dataFolder, 'training'),
			name: LOCK,
			refusal: (process) => new UserError('backbone-move-running', { to, process }),
		});
	}

	#run(move: Move, release: () => Promise<void>): void {
		const { logger } = this.#parts;
		this.#stop = new AbortController();
		this.#running = this.#moveAll(move)
			.catch((error: unknown) => logger.error({ err: error }, 'moving to another backbone failed'))
			.finally(async () => {
				await release();
				this.#progress = undefined;
				this.#running = undefined;
			});
	}

	async #moveAll({ startedAt, to, by }: Move): Promise<void> {
		const { dataFolder, registry, trainings, logger } = this.#parts;
		const { signal } = this.#stop;
		const target = await openChosen(to, dataFolder);
		const stopLooking = this.#lookForCancellation(startedAt);
		try {
			for (;;) {
				const { move } = await this.inUse();
				if (move?.state !== 'under-way' || move.startedAt !== startedAt) return;
				const all = await movableClassifiers(registry);
				const left = all.filter((classifier) => !move.ends[classifier]);
				const [classifier] = left;
				if (classifier === undefined) {
					await this.#change(startedAt, (now) => ({ ...now, state: 'finished' }));
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
				if (end)
					await this.#change(startedAt, (now) => ({ ...now, ends: { ...now.ends, [classifier]: end } }));
				if (signal.aborted) return;
				if (!end) await delay(this.#lookMs);
			}
		} finally {
			stopLooking();
		}
	}

	/** Another process may cancel it, by what lies on disk. */
	#lookForCancellation(startedAt: string): () => void {
		const look = async () => {
			const { move } = await this.inUse();
			if (move?.state !== 'under-way' || move.startedAt !== startedAt) this.#stop.abort();
		};
		const looking = setInterval(() => void look().catch(() => {}), this.#lookMs);
		return () => clearInterval(looking);
	}

	async #change(startedAt: string, change: (move: Move) => Move): Promise<void> {
		await changeInUse(this.#parts.dataFolder, (now) =>
			now.move?.startedAt === startedAt ? { ...now, move: change(now.move) } : now,
		);
	}
}

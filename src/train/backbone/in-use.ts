import { z } from 'zod';
import { gateVerdictSchema } from '../../model/gate/gate.ts';

/** What `inUse` says of the one that ships with Hantei, whichever that is. */
export const BUNDLED = 'bundled';

const moveEndSchema = z.object({
	/**
	 * `moved`: a new model serves. `returned`: one serves again that served on that backbone before. `already`: what served was
	 * made on it. `kept`: the new model was no match for what serves, on its own backbone. `no-photos`: there is nothing to train
	 * with. `failed`: the training did.
	 */
	kind: z.enum(['moved', 'returned', 'already', 'kept', 'no-photos', 'failed']),
	/** `classifier/version` that serves since, where one does. */
	serving: z.string().optional(),
	before: z.string().optional(),
	/** That was kept back, and why. */
	candidate: z.string().optional(),
	verdict: gateVerdictSchema.optional(),
	/** Why it failed, if that is something a person can act on. */
	refusal: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }).optional(),
});

/** What became of one classifier. */
export type MoveEnd = z.infer<typeof moveEndSchema>;

const moveSchema = z.object({
	from: z.string(),
	to: z.string(),
	/** Who wanted it: a Discord user's id, or `cli`. */
	by: z.string(),
	startedAt: z.iso.datetime(),
	state: z.enum(['under-way', 'finished', 'cancelled']),
	/** The process that is at it. */
	mover: z
		.object({
			id: z.string(),
			processId: z.int(),
			host: z.string(),
			/** Another number with each sign of life. */
			beat: z.int(),
		})
		.optional(),
	/** By classifier; those that are missing are left to do. */
	ends: z.record(z.string(), moveEndSchema),
});

/** A move of all classifiers from one backbone to another. */
export type Move = z.infer<typeof moveSchema>;

export type Mover = NonNullable<Move['mover']>;

export const inUseSchema = z.object({
	format: z.literal(1),
	/** Id of the installed backbone that new models are made on, or `bundled`. */
	inUse: z.string().min(1),
	/** The last one. */
	move: moveSchema.optional(),
});

/** What new models are made on: see `BackboneChoice`. */
export type InUse = z.infer<typeof inUseSchema>;

/** What is chosen once a move has begun. One that was half done to elsewhere is given up for it. */
export function withMoveBegun(now: InUse, to: string, by: string): InUse {
	const { move } = now;
	if (move?.state === 'under-way' && move.to === to) return now;
	const from = move?.state === 'under-way' ? move.from : now.inUse;
	return {
		...now,
		inUse: to,
		move: { from, to, by, startedAt: new Date().toISOString(), state: 'under-way', ends: {} },
	};
}

export const NOTHING_CHOSEN: InUse = { format: 1, inUse: BUNDLED };

/** What is kept; nothing chosen where that is damaged. */
export function parseInUse(stored: unknown): InUse {
	return inUseSchema.safeParse(stored).data ?? NOTHING_CHOSEN;
}

/** Where it is kept which backbone is in use. */
export interface BackboneChoice {
	/** Whether it is that of several machines. */
	readonly isShared: boolean;
	/** What was chosen; the bundled backbone where nothing was, or what is kept is damaged. */
	read(): Promise<InUse>;
	/**
	 * Changes what is chosen in one step, whoever else does so at the same time.
	 * @param change asked again where another was quicker; nothing is changed where it throws
	 */
	change(change: (now: InUse) => InUse): Promise<InUse>;
}

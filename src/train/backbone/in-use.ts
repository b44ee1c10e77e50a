import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../atomic-write.ts';
import { gateVerdictSchema } from '../../model/gate/gate.ts';
import { withFolderLock } from '../../storage/folder-lock.ts';

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
	/** By classifier; those that are missing are left to do. */
	ends: z.record(z.string(), moveEndSchema),
});

/** A move of all classifiers from one backbone to another. */
export type Move = z.infer<typeof moveSchema>;

const inUseSchema = z.object({
	format: z.literal(1),
	/** Id of the installed backbone that new models are made on, or `bundled`. */
	inUse: z.string().min(1),
	/** The last one. */
	move: moveSchema.optional(),
});

/** `data/backbone.json` */
export type InUse = z.infer<typeof inUseSchema>;

const fileOf = (dataFolder: string) => join(dataFolder, 'backbone.json');

/** What was chosen; the bundled backbone where nothing was, or the file is damaged. */
export async function readInUse(dataFolder: string): Promise<InUse> {
	try {
		return inUseSchema.parse(JSON.parse(await readFile(fileOf(dataFolder), 'utf8')));
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? error.code : undefined;
		// What cannot be read just now must not be taken for what is not there.
		if (typeof code === 'string' && code !== 'ENOENT') throw error;
		return { format: 1, inUse: BUNDLED };
	}
}

/** Changes what is chosen in one step, whoever else does so at the same time. */
export function changeInUse(dataFolder: string, change: (now: InUse) => InUse): Promise<InUse> {
	return withFolderLock(join(dataFolder, 'training'), async (assertHeld) => {
		const now = await readInUse(dataFolder);
		const changed = change(now);
		assertHeld();
		if (changed !== now) {
			await writeFileAtomically(fileOf(dataFolder), `${JSON.stringify(changed, null, '\t')}\n`);
		}
		return changed;
	});
}

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

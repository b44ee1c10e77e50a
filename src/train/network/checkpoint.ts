import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { removeAbandoned, writeFileAtomically } from '../../atomic-write.ts';
import { readSafetensors, SafetensorsError, writeSafetensors } from '../../model/formats/safetensors.ts';
import type { Trainer, TrainerState } from '../../model/network-training/trainer.ts';
import { type Epoch, epochSchema, learningSchema, type NetworkSettings } from './settings.ts';

/** What a training goes on from after a crash: as if nothing had happened, to the last bit. */
export interface Checkpoint {
	readonly steps: number;
	readonly epochs: readonly Epoch[];
	/** What the engine laid out images in, `TrainingEngine.block`. */
	readonly block: number | null;
	readonly state: TrainerState;
	/** The weights of the best epoch so far, where those are what is wanted in the end. */
	readonly best: TrainerState | undefined;
}

const progressSchema = z.object({
	steps: z.int().nonnegative(),
	epochs: z.array(epochSchema),
	/** Of before there were blocks, where it is missing. */
	block: z.int().positive().nullable().default(null),
});

const BEST = 'best:';

/** Of trainings that nobody went on with. */
const ABANDONED_AFTER_MS = 30 * 24 * 60 * 60 * 1000;

/** The checkpoint of one training: of the same photos with the same settings, and no other. */
export class CheckpointFile {
	readonly #folder: string;
	readonly #path: string;

	constructor(settings: NetworkSettings, datasetHash: string) {
		const { checkpoints } = settings;
		const identity = [datasetHash, learningSchema.parse(settings)];
		const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
		this.#folder = checkpoints;
		this.#path = join(checkpoints, `${name}.safetensors`);
	}

	/** Undefined where there is none, or none that is whole. */
	async read(): Promise<Checkpoint | undefined> {
		const bytes = await readFile(this.#path).catch(() => undefined);
		if (!bytes) return undefined;
		try {
			const { tensors, metadata } = readSafetensors(bytes);
			const progress = progressSchema.parse(JSON.parse(metadata['progress'] ?? ''));
			const entries = [...tensors] as [
				string,
				TrainerState extends ReadonlyMap<string, infer T> ? T : never,
			][];
			const best = entries.filter(([name]) => name.startsWith(BEST));
			return {
				...progress,
				state: new Map(entries.filter(([name]) => !name.startsWith(BEST))),
				best:
					best.length > 0
						? new Map(best.map(([name, tensor]) => [name.slice(BEST.length), tensor]))
						: undefined,
			};
		} catch (error) {
			if (error instanceof SafetensorsError || error instanceof z.ZodError || error instanceof SyntaxError) {
				return undefined;
			}
			throw error;
		}
	}

	async write(trainer: Trainer, epochs: readonly Epoch[], best: TrainerState | undefined): Promise<void> {
		const named = [...(best ?? [])].map(([name, tensor]) => [`${BEST}${name}`, tensor] as const);
		const tensors = Object.fromEntries([...trainer.state(), ...named]);
		const progress = JSON.stringify({ steps: trainer.steps, epochs, block: trainer.block });
		await writeFileAtomically(this.#path, writeSafetensors(tensors, { progress }));
	}

	async remove(): Promise<void> {
		await rm(this.#path, { force: true });
	}

	/** Takes away those that nobody went on with, and what was half written. */
	async clearAbandoned(): Promise<void> {
		await removeAbandoned(this.#folder);
		for (const name of await readdir(this.#folder).catch(() => [])) {
			const path = join(this.#folder, name);
			const changed = (await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now();
			if (changed < Date.now() - ABANDONED_AFTER_MS) await rm(path, { force: true });
		}
	}
}

import PQueue from 'p-queue';
import { UserError } from '../../errors.ts';
import type { ViewName } from '../../image/views.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import type { Engine } from '../../model/engine/engine.ts';
import { type LabelledFile, readLabelled } from '../scan-folder.ts';

/** What a backbone's trunk makes of views of a photo: maps of features, as they are in 8 bits. */
export type Looks = ReadonlyMap<ViewName, Uint8Array>;

export interface LookOptions {
	readonly engine: Engine;
	/** See `trunkOf`. */
	readonly trunk: Backbone;
	readonly views: readonly ViewName[];
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
}

/**
 * Puts photos through a trunk, once: a tail is trained on what comes out, again and again. Nothing of it is kept on disk,
 * where it would take eight times as much as embeddings do.
 * @throws {UserError} `file-unreadable`, `cancelled`, and as `Engine.embed`
 */
export async function lookAt(
	files: readonly LabelledFile[],
	{ engine, trunk, views, onProgress, signal }: LookOptions,
): Promise<Looks[]> {
	const queue = new PQueue({ concurrency: engine.load().workers + 1 });
	let done = 0;
	const look = async (file: LabelledFile): Promise<Looks> => {
		if (signal?.aborted) throw new UserError('cancelled', {});
		const bytes = await readLabelled(file);
		const seen = await engine.embedViews(bytes, { views, signal, backbone: trunk });
		onProgress?.(++done, files.length);
		return new Map([...seen.views].map(([view, numbers]) => [view, Uint8Array.from(numbers)]));
	};
	// Whoever hears that it failed may close the engine: nothing of it must be under way any more.
	return queue.addAll(files.map((file) => () => look(file))).finally(() => {
		queue.clear();
		return queue.onIdle();
	});
}

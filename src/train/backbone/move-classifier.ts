import { isUserError } from '../../errors.ts';
import type { Backbone } from '../../model/backbone/folder.ts';
import { baseOf } from '../../registry/model-backbone.ts';
import type { Registry } from '../../registry/registry.ts';
import { formatVersionName } from '../../registry/version-name.ts';
import type { TrainingEnd, TrainingJob, TrainingJobs, TrainingState } from '../jobs.ts';
import type { MoveEnd } from './in-use.ts';
import { servingOf } from './movable-classifiers.ts';
import { moveEndOf } from './move-end.ts';

export interface ClassifierMove {
	readonly classifier: string;
	readonly target: Backbone;
	/** Who wanted it: a Discord user's id, or `cli`. */
	readonly by: string;
	/** Stops it. */
	readonly signal: AbortSignal;
	readonly onTraining: (state: TrainingState) => void;
}

export interface ClassifierMoveParts {
	readonly registry: Registry;
	readonly trainings: Pick<TrainingJobs, 'start' | 'get'>;
}

/** Between two looks at how far a training is. */
const LOOK_MS = 100;

/**
 * Trains one classifier on the backbone in use, which must be the target; the gate decides what serves.
 * @returns what became of it; undefined where it was stopped, or cannot be trained just now
 */
export async function moveClassifier(
	move: ClassifierMove,
	{ registry, trainings }: ClassifierMoveParts,
): Promise<MoveEnd | undefined> {
	const { classifier, target, signal } = move;
	const serving = await servingOf(classifier, registry);
	const before = serving && formatVersionName(serving);
	const manifest = serving && (await registry.readManifest(serving).catch(() => undefined));
	if (manifest && baseOf(manifest).sha256 === target.manifest.sha256)
		return { kind: 'already', ...(before && { serving: before }) };
	// Somebody's own training of it goes first, in this process or another one.
	await endedOrStopped((await trainings.get(classifier))?.ended, signal);
	if (signal.aborted) return undefined;
	const end = await train(move, trainings);
	if (end.kind === 'failed' && isUserError(end.error, 'training-running', 'trainings-full')) return undefined;
	const now = await servingOf(classifier, registry);
	return moveEndOf(end, { before, serving: now && formatVersionName(now) });
}

async function train(
	{ classifier, by, signal, onTraining }: ClassifierMove,
	trainings: ClassifierMoveParts['trainings'],
): Promise<TrainingEnd> {
	let job: TrainingJob;
	try {
		job = await trainings.start({ classifier, by, reason: 'move' });
	} catch (error) {
		return { kind: 'failed', error };
	}
	const cancel = () => job.cancel();
	signal.addEventListener('abort', cancel, { once: true });
	if (signal.aborted) cancel();
	const looking = setInterval(() => onTraining(job.state()), LOOK_MS);
	try {
		return await job.ended;
	} finally {
		clearInterval(looking);
		signal.removeEventListener('abort', cancel);
	}
}

/** Until something has ended, or the move is to stop. */
async function endedOrStopped(ended: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
	if (!ended || signal.aborted) return;
	const stopped = new Promise<void>((resolve) =>
		signal.addEventListener('abort', () => resolve(), { once: true }),
	);
	await Promise.race([ended, stopped]);
}

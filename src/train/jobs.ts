import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Job, JobEnd, JobState, Jobs, JobTools, OpenJobs } from '../jobs/jobs.ts';
import { openLocalJobs } from '../jobs/local-jobs.ts';
import { lockForProcess } from '../store/process-lock.ts';
import { trainingRequestSchema } from './process/protocol.ts';
import type { TrainingOutcome, TrainingRequest } from './training.ts';
import type { TrainingProgress } from './training-progress.ts';

export type TrainingState = JobState<TrainingProgress>;
export type TrainingEnd = JobEnd<TrainingOutcome>;
export type TrainingJob = Job<TrainingRequest, TrainingProgress, TrainingOutcome>;
export type TrainingJobs = Jobs<TrainingRequest, TrainingProgress, TrainingOutcome>;

/** Does the training itself. Until it resolves it has changed no model. */
export type TrainingRunner = (
	request: TrainingRequest,
	tools: JobTools<TrainingProgress>,
) => Promise<TrainingOutcome>;

/** Keeps other processes from training the same classifier. @throws {UserError} `training-running` */
export type TrainingLock = (request: TrainingRequest, signal: AbortSignal) => Promise<() => Promise<void>>;

/**
 * The trainings. One that is cancelled leaves the models as they are, and keeps what was crawled and
 * embedded. They refuse with `training-running` and `trainings-full`.
 */
export function openTrainingJobs(
	{ train, lock }: { readonly train: TrainingRunner; readonly lock: TrainingLock },
	open: OpenJobs = openLocalJobs,
): TrainingJobs {
	return open({
		name: 'train',
		data: trainingRequestSchema,
		// One keeps all cores that the bot can spare busy.
		concurrency: 1,
		mayWait: 50,
		refusals: {
			running: () => new UserError('training-running', {}),
			full: (waiting) => new UserError('trainings-full', { waiting }),
		},
		async perform(request, tools) {
			const unlock = await lock(request, tools.signal);
			try {
				return await train(request, tools);
			} finally {
				await unlock();
			}
		},
	});
}

/** Lets one process at a time train a classifier: `<data>/training/<classifier>.lock`. */
export function trainingLock(dataFolder: string): TrainingLock {
	return ({ classifier }, signal) =>
		lockForProcess({
			folder: join(dataFolder, 'training'),
			name: classifier,
			refusal: (process) => new UserError('training-running', { process }),
			signal,
		});
}

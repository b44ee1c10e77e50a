import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { lockForProcess } from '../store/process-lock.ts';
import type { TrainingLock } from './jobs.ts';

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

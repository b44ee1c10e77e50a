import { evaluate } from '../../src/model/evaluation.ts';
import { openTrainingJobs, type TrainingJobs } from '../../src/train/jobs.ts';
import type { TrainingOutcome, TrainingRequest } from '../../src/train/training.ts';
import type { TrainingProgress } from '../../src/train/training-progress.ts';

/** Stands for the training itself: it tells the steps it is told to, and comes to what it is told to. */
export class ScriptedTrainer {
	readonly requests: TrainingRequest[] = [];
	progress: readonly TrainingProgress[] = [];
	/** Holds a training after its progress. */
	hold: Promise<void> | undefined;
	outcome: (request: TrainingRequest) => TrainingOutcome | Promise<TrainingOutcome> = ({ classifier }) =>
		trained(`${classifier}/v1`);

	/** As of one process. */
	jobs(): TrainingJobs {
		return openTrainingJobs({
			lock: async () => async () => {},
			train: async (request, { signal, onProgress }) => {
				this.requests.push(request);
				for (const progress of this.progress) onProgress(progress);
				if (this.hold) await Promise.race([this.hold, aborted(signal)]);
				signal.throwIfAborted();
				return this.outcome(request);
			},
		});
	}
}

/** What a training of crows, boars and monkeys came to. */
export function trained(
	version: string,
	more: Partial<Extract<TrainingOutcome, { kind: 'trained' }>> = {},
): TrainingOutcome {
	return {
		kind: 'trained',
		version,
		promoted: true,
		forced: false,
		verdict: { decision: 'promote', reason: 'first', pairs: 0 },
		evaluation: evaluationOf(0.9),
		photos: { training: 80, holdout: 20, excluded: 0, flagged: 0, added: 100 },
		labels: ['boar', 'crow'],
		leftOut: [],
		...more,
	};
}

/** Of a hundred photos, half of each label. */
export function evaluationOf(accuracy: number) {
	const photos = Array.from({ length: 100 }, (_, n) => {
		const label = n % 2;
		const right = n < accuracy * 100;
		return { label, probabilities: (label === 0) === right ? [0.9, 0.1] : [0.1, 0.9] };
	});
	return evaluate(photos, ['boar', 'crow'], 'out-of-fold');
}

function aborted(signal: AbortSignal): Promise<never> {
	return new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), {
			once: true,
		});
	});
}

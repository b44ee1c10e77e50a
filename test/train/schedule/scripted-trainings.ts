import { UserError } from '../../../src/errors.ts';
import { LocalJobs } from '../../../src/jobs/local-jobs.ts';
import { evaluate } from '../../../src/model/evaluation.ts';
import type { TrainingJob, TrainingJobs } from '../../../src/train/jobs.ts';
import { trainingRequestSchema } from '../../../src/train/process/protocol.ts';
import type { TrainingOutcome, TrainingRequest } from '../../../src/train/training.ts';

/** Trainings as the bot queues them, but that end when they are told to. */
export class ScriptedTrainings implements Pick<TrainingJobs, 'start' | 'get'> {
	readonly requests: TrainingRequest[] = [];
	readonly #refusals = new Map<string, Error>();
	readonly #underWay = new Map<
		string,
		{ finish: (outcome: TrainingOutcome) => void; fail: (error: unknown) => void }
	>();
	readonly #jobs: TrainingJobs = new LocalJobs({
		name: 'train',
		data: trainingRequestSchema,
		concurrency: Number.POSITIVE_INFINITY,
		mayWait: Number.POSITIVE_INFINITY,
		refusals: {
			running: () => new UserError('training-running', {}),
			full: (waiting) => new UserError('trainings-full', { waiting }),
		},
		perform: ({ classifier }, { signal }) =>
			new Promise((finish, fail) => {
				this.#underWay.set(classifier, { finish, fail });
				signal.addEventListener('abort', () => fail(signal.reason), { once: true });
			}),
	});

	async start(request: TrainingRequest): Promise<TrainingJob> {
		const refusal = this.#refusals.get(request.classifier);
		if (refusal) throw refusal;
		const job = await this.#jobs.start(request);
		this.requests.push(request);
		return job;
	}

	get(classifier: string): Promise<TrainingJob | undefined> {
		return this.#jobs.get(classifier);
	}

	refuse(classifier: string, error: Error): void {
		this.#refusals.set(classifier, error);
	}

	end(classifier: string, result: 'promoted' | 'kept' | 'unchanged'): void {
		this.#underWay.get(classifier)?.finish(outcomeOf(classifier, result));
	}

	fail(classifier: string, error: unknown): void {
		this.#underWay.get(classifier)?.fail(error);
	}

	/** As when the process ends: whatever is under way is cut short, and no more is taken. */
	close(): Promise<void> {
		return this.#jobs.close();
	}

	/** Resolves once whoever waits for an end has heard of it. */
	async settled(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
		await new Promise((resolve) => setImmediate(resolve));
	}
}

/** What a training comes to that ends so. */
export function outcomeOf(classifier: string, result: 'promoted' | 'kept' | 'unchanged'): TrainingOutcome {
	const champion = `${classifier}/v1`;
	if (result === 'unchanged') return { kind: 'unchanged', champion, leftOut: [] };
	const promoted = result === 'promoted';
	return {
		kind: 'trained',
		version: `${classifier}/v2`,
		promoted,
		forced: false,
		verdict: { decision: promoted ? 'promote' : 'keep', reason: promoted ? 'improved' : 'worse', pairs: 20 },
		evaluation: EVALUATION,
		before: { version: champion, evaluation: EVALUATION },
		photos: { training: 80, holdout: 20, excluded: 0, flagged: 0, added: 10 },
		labels: ['boar', 'crow'],
		leftOut: [],
	};
}

const EVALUATION = evaluate(
	[
		{ label: 0, probabilities: [0.9, 0.1] },
		{ label: 1, probabilities: [0.2, 0.8] },
	],
	['boar', 'crow'],
	'held-out',
);

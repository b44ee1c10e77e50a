import { UserError } from '../../../src/errors.ts';
import { evaluate } from '../../../src/model/evaluation.ts';
import type { TrainingEnd, TrainingJob } from '../../../src/train/jobs.ts';
import type { TrainingOutcome, TrainingRequest } from '../../../src/train/training.ts';

/** Trainings that end when they are told to. */
export class FakeTrainings {
	readonly requests: TrainingRequest[] = [];
	readonly #jobs = new Map<string, { job: TrainingJob; end: (end: TrainingEnd) => void }>();
	readonly #refusals = new Map<string, Error>();

	async start(request: TrainingRequest): Promise<TrainingJob> {
		const refusal = this.#refusals.get(request.classifier);
		if (refusal) throw refusal;
		if (this.#jobs.has(request.classifier)) throw new UserError('training-running', {});
		this.requests.push(request);
		let end: (end: TrainingEnd) => void = () => {};
		const ended = new Promise<TrainingEnd>((resolve) => {
			end = resolve;
		});
		const job: TrainingJob = {
			data: request,
			state: () => ({}),
			onProgress: () => {},
			ended,
			cancel: () => this.#end(request.classifier, { kind: 'cancelled' }),
		};
		this.#jobs.set(request.classifier, { job, end });
		return job;
	}

	async get(classifier: string): Promise<TrainingJob | undefined> {
		return this.#jobs.get(classifier)?.job;
	}

	refuse(classifier: string, error: Error): void {
		this.#refusals.set(classifier, error);
	}

	end(classifier: string, result: 'promoted' | 'kept' | 'unchanged'): void {
		this.#end(classifier, { kind: 'finished', result: outcomeOf(classifier, result) });
	}

	fail(classifier: string, error: unknown): void {
		this.#end(classifier, { kind: 'failed', error });
	}

	interrupt(classifier: string): void {
		this.#end(classifier, { kind: 'interrupted' });
	}

	/** Resolves once whoever waits for an end has heard of it. */
	async settled(): Promise<void> {
		await new Promise((resolve) => setImmediate(resolve));
		await new Promise((resolve) => setImmediate(resolve));
	}

	#end(classifier: string, end: TrainingEnd): void {
		const found = this.#jobs.get(classifier);
		this.#jobs.delete(classifier);
		found?.end(end);
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

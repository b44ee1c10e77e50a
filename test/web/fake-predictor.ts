import { UserError } from '../../src/errors.ts';
import { PROCESSOR } from '../../src/model/engine/providers/device.ts';
import type { Prediction, Verdict } from '../../src/model/prediction.ts';
import type {
	LoadedModel,
	PredictOptions,
	Predictor,
	PredictorStatus,
} from '../../src/registry/predictor.ts';

export const LABELS = ['monkey', 'boar', 'crow'];
export const MODEL = 'starter/20260101-0000';

/** A prediction of our three labels, `crow` first. */
export function prediction(verdict: Verdict, best = 0.94): Prediction {
	const rest = (1 - best) / 2;
	return {
		verdict,
		ranking: [
			{ label: 'crow', confidence: best },
			{ label: 'monkey', confidence: rest },
			{ label: 'boar', confidence: rest },
		],
		unknownScore: 0,
		model: MODEL,
	};
}

type Answer = (bytes: Uint8Array, options?: PredictOptions) => Promise<Prediction> | Prediction;

/** A judge whose answer a test decides, and which remembers the bytes it was given. */
export class FakePredictor implements Predictor {
	answer: Answer;
	status: () => PredictorStatus = () => ({
		model: MODEL,
		labels: LABELS,
		backbone: 'bundled',
		queue: { waiting: 0, limit: 64, workers: 2 },
		device: PROCESSOR,
		judged: this.#answered,
	});
	readonly judged: Uint8Array[] = [];
	#answered = 0;

	constructor(answer: Answer = () => prediction('sure')) {
		this.answer = answer;
	}

	loaded(): Promise<LoadedModel> {
		return Promise.reject(new UserError('no-model', { classifier: 'default' }));
	}

	async predict(bytes: Uint8Array, options?: PredictOptions): Promise<Prediction> {
		if (options?.signal?.aborted) throw new UserError('cancelled', {});
		if (bytes.length === 0) throw new UserError('image-empty', {});
		this.judged.push(Uint8Array.from(bytes));
		const answer = await this.answer(bytes, options);
		this.#answered++;
		return answer;
	}
}

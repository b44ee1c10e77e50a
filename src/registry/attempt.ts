import type { Prediction } from '../model/prediction.ts';
import type { Observation } from './health.ts';
import type { Lease } from './servable.ts';

export interface Attempt {
	/** Unless the model failed. */
	readonly prediction?: Prediction;
	readonly failure?: unknown;
	readonly observation: Observation;
}

/** Classifies an embedding, and notes what became of it. */
export function attempt(lease: Lease, embedding: Float32Array, now: () => number): Attempt {
	const began = now();
	const observe = (outcome: Observation['outcome']) => ({ outcome, milliseconds: now() - began });
	try {
		const prediction = lease.predict(embedding);
		if (!isNumeric(prediction)) {
			const failure = new Error(`${lease.model} answers with what is no number`);
			return { failure, observation: observe('not-a-number') };
		}
		return { prediction, observation: observe(prediction.verdict === 'unknown' ? 'unknown' : 'answered') };
	} catch (failure) {
		return { failure, observation: observe('error') };
	}
}

function isNumeric({ ranking, unknownScore }: Prediction): boolean {
	return Number.isFinite(unknownScore) && ranking.every(({ confidence }) => Number.isFinite(confidence));
}

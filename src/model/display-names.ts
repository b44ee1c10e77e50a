import type { Evaluation } from './evaluation.ts';
import type { LabelNames, Prediction } from './prediction.ts';

export type { LabelNames };

/** A label as people of a language call it; its name where it has no other there. */
export function displayName(label: string, names: LabelNames | undefined, language: string): string {
	return (names && Object.hasOwn(names, label) && names[label][language]) || label;
}

/** The names of some labels, as a model version keeps them; undefined where none has any. */
export function namesOfLabels(labels: readonly string[], names: LabelNames): LabelNames | undefined {
	const kept = labels.flatMap((label) => {
		const own = Object.hasOwn(names, label) ? Object.entries(names[label]).sort() : [];
		return own.length > 0 ? [[label, Object.fromEntries(own)] as const] : [];
	});
	return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** A prediction as people of a language read it. */
export function predictionIn<Shown extends Pick<Prediction, 'ranking' | 'names'>>(
	prediction: Shown,
	language: string,
): Shown {
	const { ranking, names } = prediction;
	return {
		...prediction,
		ranking: ranking.map((entry) => ({ ...entry, label: displayName(entry.label, names, language) })),
	};
}

/** An evaluation as people of a language read it. */
export function evaluationIn(
	evaluation: Evaluation,
	names: LabelNames | undefined,
	language: string,
): Evaluation {
	return {
		...evaluation,
		labels: evaluation.labels.map((row) => ({ ...row, label: displayName(row.label, names, language) })),
		hardest: evaluation.hardest.map((photo) => ({
			...photo,
			judged: displayName(photo.judged, names, language),
		})),
	};
}

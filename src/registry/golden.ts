import { type Classifier, classify } from '../model/classifier.ts';
import { referenceVector } from '../model/references.ts';
import type { Golden } from './manifest.ts';

const CASES = 8;
const TOLERANCE = 1e-3;

/** Records what a classifier says of a few of its own references, evenly spread. */
export function recordGolden(classifier: Classifier): Golden {
	const { count } = classifier.references;
	const chosen = Array.from({ length: Math.min(CASES, count) }, (_, i) =>
		Math.floor((i * count) / Math.min(CASES, count)),
	);
	return { tolerance: TOLERANCE, cases: chosen.map((reference) => judgeReference(classifier, reference)) };
}

/** Why a loaded classifier is not the one that was written, or undefined when it reproduces every recorded answer. */
export function goldenMismatch(classifier: Classifier, { tolerance, cases }: Golden): string | undefined {
	for (const expected of cases) {
		const actual = judgeReference(classifier, expected.reference);
		const gaps = [
			Math.abs(actual.unknownScore - expected.unknownScore),
			...actual.confidences.map((confidence, k) => Math.abs(confidence - expected.confidences[k])),
		];
		// Written so that NaN counts as a mismatch.
		if (!gaps.every((gap) => gap <= tolerance)) {
			return `its answer for reference ${expected.reference} changed by ${Math.max(...gaps)}`;
		}
	}
	return undefined;
}

function judgeReference(classifier: Classifier, reference: number): Golden['cases'][number] {
	const { ranking, unknownScore } = classify(classifier, referenceVector(classifier.references, reference));
	const confidenceOf = new Map(ranking.map(({ label, confidence }) => [label, confidence]));
	return {
		reference,
		unknownScore,
		confidences: classifier.labels.map((label) => confidenceOf.get(label) ?? Number.NaN),
	};
}

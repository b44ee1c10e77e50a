import { seededRandom } from '../../src/dataset/random.ts';
import { type Evaluation, evaluate } from '../../src/model/evaluation.ts';

/** An evaluation of invented answers, mostly right, the second label often taken for the third; always the same. */
export function evaluationOf(labels: readonly string[], photosALabel = 20): Evaluation {
	const random = seededRandom(labels.length);
	const photos = Array.from({ length: labels.length * photosALabel }, (_, index) => {
		const label = index % labels.length;
		const wrong = label === 1 ? 0.5 : 0.1;
		const judged = random() < wrong ? (label + 1) % labels.length : label;
		const confidence = 0.5 + random() / 2;
		const rest = (1 - confidence) / (labels.length - 1);
		return { label, probabilities: labels.map((_, k) => (k === judged ? confidence : rest)) };
	});
	return evaluate(photos, labels, 'out-of-fold');
}

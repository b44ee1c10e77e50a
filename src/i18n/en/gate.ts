import { counted, percent } from '../format.ts';

/** What the gate says of a new model, and the health watch of one that serves. `model` is the new one's name. */
export const gate = {
	served: (model: string, why: string) => `${model} serves now: ${why}`,
	kept: (champion: string, why: string) => `kept ${champion}: ${why}`,
	notServed: (model: string, why: string) => `${model} does not serve: ${why}`,
	first: 'there was no model to compare it with',
	nothingInCommon: (than: string) =>
		`${than}, which served before, knows other labels: they cannot be compared`,
	improved: (points: string, than: string, plusMinus: string) =>
		`${points} better than ${than} (±${plusMinus})`,
	noWorse: (than: string, difference: string, plusMinus: string) =>
		`no worse than ${than} (${difference}, ±${plusMinus})`,
	knowsMore: (than: string, added: string) => `unlike ${than} it knows ${added}`,
	worse: (model: string, points: string, plusMinus: string) => `${model} is ${points} worse (±${plusMinus})`,
	worseOnLabel: (model: string, points: string, label: string) => `${model} is ${points} worse on ${label}`,
	unproven: (model: string, photos: number) =>
		`${counted(photos, 'photo is', 'photos are')} too few to tell whether ${model} is as good`,
	lowMacroF1: (model: string, value: number, limit: number) =>
		`${model} reaches a macro-F1 of ${value.toFixed(2)}, ${limit.toFixed(2)} is needed`,
	lowRecall: (model: string, label: string, value: number, limit: number) =>
		`${model} recognises ${percent(value, 'en')} of ${label}, ${percent(limit, 'en')} are needed`,
	badCalibration: (model: string, value: number, limit: number) =>
		`${model} is ${points(value)} too sure or too unsure of itself, ${points(limit)} are allowed`,
	lost: (model: string, labels: string) => `${model} no longer knows ${labels}`,
	points,
	health: {
		refused: (model: string, serves: string) =>
			`${model} does not load; ${serves} goes on serving. Train again, or roll back.`,
		rolledBack: (model: string, failed: string, why: string) => `back to ${model}: ${failed} ${why}`,
		errors: 'failed on too many photos',
		'not-a-number': 'gave an answer that is no number',
		slow: 'took more than three times as long for a photo',
		unknowns: 'found far more photos unknown than the model before it',
	},
};

/** A difference of shares in percentage points, without its sign. */
function points(difference: number): string {
	const value = Math.abs(difference) * 100;
	const rounded = value >= 0.95 || value < 0.05 ? String(Math.round(value)) : value.toFixed(1);
	return `${rounded} ${rounded === '1' ? 'point' : 'points'}`;
}

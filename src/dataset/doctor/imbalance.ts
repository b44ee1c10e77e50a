import type { LabelCheck, LabelFinding } from './issue.ts';
import { byLabel } from './split.ts';

/** Times that a label may be larger than another before the smaller one suffers. */
const MAX_RATIO = 3;

export const imbalance: LabelCheck = {
	issue: 'imbalance',
	find({ labels, photos }) {
		const counts = byLabel(labels, photos).map((members) => members.length);
		const largest = Math.max(0, ...counts);
		return counts.flatMap((count, label): LabelFinding[] => {
			if (count * MAX_RATIO >= largest) return [];
			return [
				{ issue: 'imbalance', label, score: 1 - (count * MAX_RATIO) / largest, photos: count, of: largest },
			];
		});
	},
};

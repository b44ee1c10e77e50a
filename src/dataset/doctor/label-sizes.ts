import type { LabelCheck, LabelFinding } from './issue.ts';
import { byLabel } from './split.ts';

/** Pictures with which a measured recall of 90 % is at least known to lie between 74 % and 97 % (Wilson). */
const WANTED = 30;

/** Labels of few pictures. Copies and photos of one series count once. */
export const tooFew: LabelCheck = {
	issue: 'too-few',
	find({ labels, photos }) {
		return byLabel(labels, photos).flatMap((members, label): LabelFinding[] => {
			const pictures = new Set(members.map((photo) => photos[photo].group)).size;
			if (pictures >= WANTED) return [];
			return [{ issue: 'too-few', label, score: 1 - pictures / WANTED, photos: pictures, of: WANTED }];
		});
	},
};

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

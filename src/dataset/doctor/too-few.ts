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

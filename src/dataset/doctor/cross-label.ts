import type { PhotoCheck, PhotoFinding } from './issue.ts';
import { samePicture } from './near-duplicate.ts';
import { byGroup } from './split.ts';

/** One picture under two labels: at least one of them is wrong, so both are found, but for what a person kept. */
export const crossLabel: PhotoCheck = {
	issue: 'cross-label',
	find({ photos }) {
		return byGroup(photos).flatMap((members) =>
			members.flatMap((photo): PhotoFinding[] => {
				if (photos[photo].isKept) return [];
				for (const twin of members) {
					if (photos[twin].label === photos[photo].label) continue;
					const score = samePicture(photos[photo], photos[twin]);
					if (score !== undefined)
						return [{ issue: 'cross-label', photo, score, suggestion: photos[twin].label, twin }];
				}
				return [];
			}),
		);
	},
};

import type { PhotoCheck, PhotoFinding } from './issue.ts';

/** Pixels of the shorter side: half of what the usual backbones look at, so that most of what they see is made up. */
const MIN_SIDE = 112;

export const tooSmall: PhotoCheck = {
	issue: 'too-small',
	find({ photos }) {
		return photos.flatMap(({ width, height, isKept }, photo): PhotoFinding[] => {
			const side = Math.min(width, height);
			if (side >= MIN_SIDE || isKept) return [];
			return [{ issue: 'too-small', photo, score: 1 - side / MIN_SIDE }];
		});
	},
};

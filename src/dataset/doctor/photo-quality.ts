import type { PhotoCheck, PhotoFinding } from './issue.ts';
import { deviationsBelow, FAR_BELOW, outlierScore, spreadOf } from './robust.ts';
import { byLabel, MIN_TO_COMPARE } from './split.ts';

/**
 * Photos far less sharp than the others: of their label, because fog and fur are soft by nature, and of the whole
 * dataset, because among brilliant photos a good one is not yet blurred. Sharpness spans orders of magnitude, hence the
 * logarithm.
 */
export const blurred: PhotoCheck = {
	issue: 'blurred',
	find({ labels, photos }) {
		if (photos.length < MIN_TO_COMPARE) return [];
		const sharpness = photos.map((photo) => Math.log(Math.max(photo.sharpness, Number.MIN_VALUE)));
		const all = spreadOf(sharpness);
		return byLabel(labels, photos).flatMap((members): PhotoFinding[] => {
			const own = members.length < MIN_TO_COMPARE ? all : spreadOf(members.map((photo) => sharpness[photo]));
			return members.flatMap((photo) => {
				const deviations = Math.min(
					deviationsBelow(sharpness[photo], own),
					deviationsBelow(sharpness[photo], all),
				);
				if (deviations < FAR_BELOW || photos[photo].isKept) return [];
				return [{ issue: 'blurred', photo, score: outlierScore(deviations) }];
			});
		});
	},
};

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

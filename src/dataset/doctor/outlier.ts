import type { PhotoCheck, PhotoFinding } from './issue.ts';
import { deviationsBelow, FAR_BELOW, outlierScore, spreadOf } from './robust.ts';
import { byLabel, MIN_TO_COMPARE } from './split.ts';

/** Photos whose nearest relatives of their own label lie far away: a drawing among photos, a plate of meat among boars. */
export const outlier: PhotoCheck = {
	issue: 'outlier',
	find({ labels, photos, similarities }) {
		if (!similarities) return [];
		return byLabel(labels, photos).flatMap((members): PhotoFinding[] => {
			if (members.length < MIN_TO_COMPARE) return [];
			const spread = spreadOf(members.map((photo) => similarities[photo]));
			return members.flatMap((photo) => {
				const deviations = deviationsBelow(similarities[photo], spread);
				if (deviations < FAR_BELOW || photos[photo].isKept) return [];
				return [{ issue: 'outlier', photo, score: outlierScore(deviations) }];
			});
		});
	},
};

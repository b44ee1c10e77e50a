import type { LabelCheck, LabelFinding } from './issue.ts';
import { byLabel, MIN_TO_COMPARE } from './split.ts';

/** Share of a label's photos from which on a model may learn one person's camera, garden and taste instead. */
const MAX_SHARE = 0.3;

export const dominantAuthor: LabelCheck = {
	issue: 'dominant-author',
	find({ labels, photos }) {
		return byLabel(labels, photos).flatMap((members, label): LabelFinding[] => {
			if (members.length < MIN_TO_COMPARE) return [];
			const counts = new Map<string, number>();
			for (const photo of members) {
				const { author } = photos[photo];
				if (author !== undefined) counts.set(author, (counts.get(author) ?? 0) + 1);
			}
			return [...counts]
				.filter(([, count]) => count > MAX_SHARE * members.length)
				.map(([author, count]) => ({
					issue: 'dominant-author',
					label,
					score: count / members.length,
					photos: count,
					of: members.length,
					author,
				}));
		});
	},
};

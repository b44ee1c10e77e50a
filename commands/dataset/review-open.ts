import type { Dataset, Photo } from '../../src/dataset/catalogue/catalogue.ts';
import type { ReviewSheet } from './review-state.ts';

/** Positions of the photos that nobody has answered for. */
export function openPositions({ ids }: ReviewSheet, dataset: Dataset): number[] {
	return [...ids.keys()].filter((position) => {
		const photo = dataset.photos.get(ids[position]);
		return photo !== undefined && isOpen(photo);
	});
}

/** Whether nobody has answered for it. */
export function isOpen({ state, kept }: Photo): boolean {
	return state !== 'removed' && !kept;
}

import type { ExaminedPhoto } from './issue.ts';

/** Fewer photos than this have no distribution from which one could stand out. */
export const MIN_TO_COMPARE = 10;

/** Indices of the photos of each label. */
export function byLabel(labels: readonly string[], photos: readonly ExaminedPhoto[]): number[][] {
	const members: number[][] = labels.map(() => []);
	for (const [index, { label }] of photos.entries()) members[label].push(index);
	return members;
}

/** Indices of the photos of each group. */
export function byGroup(photos: readonly ExaminedPhoto[]): number[][] {
	const members = new Map<number, number[]>();
	for (const [index, { group }] of photos.entries()) {
		const others = members.get(group);
		if (others) others.push(index);
		else members.set(group, [index]);
	}
	return [...members.values()];
}

import { drawPhoto, planPhoto } from '../drawings/draw-photo.ts';
import { DRAWN_LABELS } from '../drawings/subjects.ts';
import type { LibraryPhoto } from './library.ts';

export interface DrawnLibraryOptions {
	readonly photosPerLabel: number;
	/** Whether some photos are wrong, repeated, tiny or empty, as what a search brings is. */
	readonly flawed: boolean;
}

/** Photos of our own making, drawn when they are asked for. */
export function drawnLibrary({ photosPerLabel, flawed }: DrawnLibraryOptions): LibraryPhoto[] {
	return DRAWN_LABELS.flatMap((label) =>
		Array.from({ length: photosPerLabel }, (_, index): LibraryPhoto => {
			const plan = planPhoto(label, index, flawed);
			return {
				name: `${label}/${index}.jpg`,
				label,
				contentType: 'image/jpeg',
				size: async () => plan.size,
				read: () => drawPhoto(plan),
			};
		}),
	);
}

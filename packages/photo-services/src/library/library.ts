import { drawPhoto, planPhoto } from '../drawings/draw-photo.ts';
import { DRAWN_LABELS } from '../drawings/subjects.ts';

/** A picture that can be offered, and under which label. */
export interface LibraryPhoto {
	/** Unique in the library: `crow/12.jpg`. */
	readonly name: string;
	readonly label: string;
	readonly contentType: string;
	size(): Promise<{ readonly width: number; readonly height: number }>;
	read(): Promise<Buffer>;
}

interface DrawnLibraryOptions {
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

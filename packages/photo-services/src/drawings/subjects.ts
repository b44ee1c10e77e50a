/** Places that things are photographed in; each has a picture. */
export type Place = 'meadow' | 'forest' | 'snow' | 'street' | 'room' | 'sea' | 'rocks' | 'sky';

/** A thing of which there is a picture, and how it is photographed. */
export interface Subject {
	/** Where it is found, the likeliest most often. */
	readonly places: readonly Place[];
	/** Its height as a share of the photo's shorter side: smallest and largest. */
	readonly size: readonly [number, number];
	/** How far it may be turned, in degrees. */
	readonly turn: number;
	/** By how many degrees its hue may be another than the drawing's: coats and skins come in more colours than one. */
	readonly hue: readonly [number, number];
}

export const PLACES: readonly Place[] = ['meadow', 'forest', 'snow', 'street', 'room', 'sea', 'rocks', 'sky'];

/** What can be drawn, by the name of its label. */
export const SUBJECTS: Readonly<Record<string, Subject>> = {
	apple: { places: ['room', 'room', 'meadow', 'street'], size: [0.35, 0.75], turn: 20, hue: [-5, 95] },
	boar: { places: ['forest', 'forest', 'meadow'], size: [0.55, 0.85], turn: 6, hue: [-8, 8] },
	cat: { places: ['room', 'room', 'street', 'meadow'], size: [0.55, 0.9], turn: 8, hue: [-12, 12] },
	crow: { places: ['sky', 'meadow', 'snow', 'sky', 'forest'], size: [0.5, 0.8], turn: 10, hue: [-20, 20] },
	monkey: { places: ['rocks'], size: [0.7, 0.9], turn: 2, hue: [-2, 2] },
	mushroom: { places: ['forest', 'forest', 'meadow'], size: [0.4, 0.75], turn: 12, hue: [-5, 25] },
	sailboat: { places: ['sea'], size: [0.45, 0.85], turn: 12, hue: [-180, 180] },
	tree: { places: ['meadow', 'meadow', 'snow', 'street'], size: [0.6, 0.95], turn: 4, hue: [-55, 5] },
};

export const DRAWN_LABELS = Object.keys(SUBJECTS);

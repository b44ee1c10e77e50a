import type { Fingerprint } from '../groups.ts';

/** What can be wrong with one photo. */
export const PHOTO_ISSUES = [
	/** Probably shows another label. */
	'label-noise',
	/** Like hardly any other photo of its label. */
	'outlier',
	/** The same picture is there under another label. */
	'cross-label',
	/** The same picture is there under the same label. */
	'near-duplicate',
	/** Far fewer pixels than the backbone looks at. */
	'too-small',
	/** Far less sharp than the other photos of its label. */
	'blurred',
] as const;
export type PhotoIssue = (typeof PHOTO_ISSUES)[number];

/** What can be wrong with a label. */
export const LABEL_ISSUES = [
	/** Many times fewer photos than the largest label. */
	'imbalance',
	/** So few pictures that its recall is a matter of luck. */
	'too-few',
	/** One author took a large part of its photos. */
	'dominant-author',
] as const;
export type LabelIssue = (typeof LABEL_ISSUES)[number];

export const ISSUES = [...PHOTO_ISSUES, ...LABEL_ISSUES] as const;
export type Issue = (typeof ISSUES)[number];

/** A photo as the doctor sees it: numbers that others measured. */
export interface ExaminedPhoto extends Fingerprint {
	/** Index of its label. */
	readonly label: number;
	/** Photos of one group show one picture, or are of one series. */
	readonly group: number;
	/** Who took it, by a name that no other author has: `flickr:someone`. */
	readonly author?: string;
	/** Pixels of the photo as it was downloaded. */
	readonly width: number;
	readonly height: number;
	/** Any scale on which more is sharper; 0 or more. */
	readonly sharpness: number;
	/** A person says that its label is right. */
	readonly isKept: boolean;
	/** No model trains on it. */
	readonly isHoldout: boolean;
}

/** Everything a check may look at. Lists run parallel to `photos`; absent where nobody measured. */
export interface Examination {
	readonly labels: readonly string[];
	readonly photos: readonly ExaminedPhoto[];
	/** What a head that saw neither the photo nor its group says of it: one probability a label, calibrated. */
	readonly probabilities?: readonly ArrayLike<number>[];
	/** Similarity of each photo to the nearest of its label outside its group: 0 (nothing in common) to 1. */
	readonly similarities?: ArrayLike<number>;
}

export interface PhotoFinding {
	readonly issue: PhotoIssue;
	/** Index of the photo. */
	readonly photo: number;
	/** How bad: 0 to 1. */
	readonly score: number;
	/** Index of the label it probably shows. */
	readonly suggestion?: number;
	/** Index of the photo that shows the same picture. */
	readonly twin?: number;
}

export interface LabelFinding {
	readonly issue: LabelIssue;
	/** Index of the label. */
	readonly label: number;
	/** How bad: 0 to 1. */
	readonly score: number;
	/** Photos: of the label (`imbalance`), distinct pictures (`too-few`), of the author (`dominant-author`). */
	readonly photos: number;
	/** What it is measured by: photos of the largest label, pictures wanted, photos of the label. */
	readonly of: number;
	/** The dominant one. */
	readonly author?: string;
}

/** One data issue: its name and how to find it. Pure. */
export interface PhotoCheck {
	readonly issue: PhotoIssue;
	find(examination: Examination): PhotoFinding[];
}

export interface LabelCheck {
	readonly issue: LabelIssue;
	find(examination: Examination): LabelFinding[];
}

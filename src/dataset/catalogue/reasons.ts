/** Why a candidate did not become a photo. */
export const REJECTIONS = [
	/** Its licence is not among the allowed. */
	'licence',
	/** The original, or the file, is too small. */
	'too-small',
	/** Too many bytes or pixels. */
	'too-large',
	/** Too long and narrow. */
	'aspect',
	/** One colour, or nearly. */
	'flat',
	/** The source's picture for photos that are gone. */
	'placeholder',
	/** Its author asked machines to stay away (`X-Robots-Tag: noai`). */
	'opt-out',
	/** 404, 410 and the like. */
	'gone',
	/** Its address, or where that redirects to, is none we may fetch from. */
	'host',
	/** Not a picture we read, or a damaged one. */
	'unreadable',
	/** Tried too often. */
	'gave-up',
	/** Its author has enough photos under this label. */
	'author-cap',
	/** The same file is there already. */
	'duplicate',
	/** A person removed it, or all of its author's photos. */
	'removed',
] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** Why a photo waits for a person. */
export const QUARANTINES = [
	/** The same picture was found under another label. */
	'other-label',
	/** Above the NSFW threshold. */
	'nsfw',
	/** The dataset doctor doubts its label. */
	'doubtful',
	/** A member taught it, and no admin has looked at it. */
	'taught',
] as const;
export type Quarantine = (typeof QUARANTINES)[number];

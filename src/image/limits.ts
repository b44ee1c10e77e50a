/** What a picture may cost before it is refused. */
export interface ImageLimits {
	/** Size of the file. */
	readonly maxBytes: number;
	/** Width times height, as the file states them. */
	readonly maxPixels: number;
	/** Time to decode and resize. */
	readonly timeoutMs: number;
}

/**
 * Above what Discord lets members without Nitro post (10 MB) and what phones take (12 to 24 million pixels);
 * decimal units, as people count.
 */
export const DEFAULT_IMAGE_LIMITS: ImageLimits = {
	maxBytes: 20_000_000,
	maxPixels: 40_000_000,
	timeoutMs: 10_000,
};

/** Shorter side below which nothing can be told from a picture: the size of a favicon. */
export const MIN_IMAGE_SIDE = 16;

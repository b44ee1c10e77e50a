/** What a picture may cost before it is refused. */
export interface ImageLimits {
	/** Size of the file. */
	readonly maxBytes: number;
	/** Width times height, as the file states them. */
	readonly maxPixels: number;
	/** Time to decode and resize; at most an hour. */
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

/** Shorter side, in pixels, below which nothing can be told from a picture: a favicon still passes, a rule does not. */
export const MIN_IMAGE_SIDE = 16;

/**
 * Pixels of an AVIF picture, whatever the setting. libheif decodes it whole, at up to 25 bytes a pixel (the other
 * decoders stream, or take 1 to 9): a file of 600 kB and 40 million pixels took 750 MB, this many take 400 MB.
 */
export const MAX_AVIF_PIXELS = 16_000_000;

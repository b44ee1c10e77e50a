/** A decoded picture, upright: sRGB, 8 bits a channel, no alpha. */
export interface Pixels {
	/** R, G, B of each pixel, row by row from the top left; `3 * width * height` bytes. */
	readonly data: Uint8Array;
	readonly width: number;
	readonly height: number;
}

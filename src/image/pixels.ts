/** A decoded picture, upright: sRGB, 8 bits a channel, no alpha. */
export interface Pixels {
	/** R, G, B of each pixel, row by row from the top left; `3 * width * height` bytes. */
	readonly data: Uint8Array;
	readonly width: number;
	readonly height: number;
}

/** As sharp lays it over a picture. */
export function layer({ data, width, height }: Pixels, left: number, top: number) {
	return {
		input: Buffer.from(data.buffer, data.byteOffset, data.byteLength),
		raw: { width, height, channels: 3 as const },
		left,
		top,
	};
}

import sharp, { type Sharp } from 'sharp';
import { Random } from './random.ts';

/** A drawn scene with edges, gradients and grain, so that encoders have something to encode. */
export function scene(width: number, height: number): Sharp {
	const random = new Random(width * 65_537 + height);
	const data = Buffer.alloc(width * height * 3);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const inDisc = (x / width - 0.4) ** 2 + (y / height - 0.5) ** 2 < 0.06;
			const grain = random.integer(0, 24);
			const at = (y * width + x) * 3;
			data[at] = inDisc ? 220 - grain : (x * 160) / width + grain;
			data[at + 1] = inDisc ? 60 + grain : (y * 200) / height + grain;
			data[at + 2] = inDisc ? 30 + grain : 120 + grain;
		}
	}
	return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Small enough to decode thousands of. */
export const small = () => scene(96, 72);

/** Honest pictures of every kind that people post, all of one scene; mutations start from these. */
export const PICTURES: Record<string, () => Promise<Buffer>> = {
	JPEG: () => small().jpeg().toBuffer(),
	'progressive JPEG': () => small().jpeg({ progressive: true }).toBuffer(),
	'greyscale JPEG': () => small().toColourspace('b-w').jpeg().toBuffer(),
	'CMYK JPEG': () => small().toColourspace('cmyk').jpeg().toBuffer(),
	'CMYK JPEG with profile': () => small().toColourspace('cmyk').withIccProfile('cmyk').jpeg().toBuffer(),
	'JPEG in Display P3': () => small().withIccProfile('p3').jpeg().toBuffer(),
	'JPEG without chroma subsampling': () => small().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
	'JPEG with EXIF': () =>
		small()
			.withExif({ IFD0: { Make: 'Camera', Model: 'One' }, IFD3: { GPSLatitude: '35/1 41/1 0/1' } })
			.jpeg()
			.toBuffer(),
	PNG: () => small().png().toBuffer(),
	'interlaced PNG': () => small().png({ progressive: true }).toBuffer(),
	'palette PNG': () => small().png({ palette: true, colours: 16 }).toBuffer(),
	'palette PNG with transparency': () =>
		small().ensureAlpha(0.4).png({ palette: true, colours: 16 }).toBuffer(),
	'16-bit PNG': () => small().toColourspace('rgb16').png().toBuffer(),
	'16-bit PNG in Display P3': () => small().toColourspace('rgb16').withIccProfile('p3').png().toBuffer(),
	'16-bit greyscale PNG': () => small().toColourspace('grey16').png().toBuffer(),
	'greyscale PNG with alpha': () => small().ensureAlpha(0.5).toColourspace('b-w').png().toBuffer(),
	'PNG with alpha': () => small().ensureAlpha(0.5).png().toBuffer(),
	WebP: () => small().webp().toBuffer(),
	'lossless WebP': () => small().webp({ lossless: true }).toBuffer(),
	'WebP with alpha': () => small().ensureAlpha(0.5).webp().toBuffer(),
	'animated WebP': () =>
		frames(5)
			.webp({ loop: 0, delay: [50, 50, 50, 50, 50] })
			.toBuffer(),
	GIF: () => small().gif().toBuffer(),
	'animated GIF': () => frames(5).gif().toBuffer(),
	AVIF: () => small().avif({ effort: 0 }).toBuffer(),
	'AVIF with alpha': () => small().ensureAlpha(0.5).avif({ effort: 0 }).toBuffer(),
	'10-bit AVIF': () => small().avif({ effort: 0, bitdepth: 10 }).toBuffer(),
	'smallest picture': () => scene(16, 16).png().toBuffer(),
};

/** An animation, its frames one below the other as sharp takes them. */
export function frames(count: number): Sharp {
	const width = 48;
	const height = 36;
	const data = Buffer.alloc(width * height * count * 3);
	for (let at = 0; at < data.length; at++) {
		const frame = Math.floor(at / (width * height * 3));
		data[at] = (at * (frame + 1)) % 251;
	}
	return sharp(data, { raw: { width, height: height * count, channels: 3, pageHeight: height } });
}

/** The scene as a JPEG that its EXIF says to turn. */
export function oriented(orientation: number): Promise<Buffer> {
	return small().withMetadata({ orientation }).jpeg().toBuffer();
}

/** One colour all over: as large as one likes for a few bytes. */
export function plain(width: number, height: number): Sharp {
	return sharp({ create: { width, height, channels: 3, background: '#7a8c3f' } });
}

import { fileURLToPath } from 'node:url';
import sharp, { type OverlayOptions, type Sharp } from 'sharp';
import { createRandom, type Random } from '../random.ts';
import { PLACES, SUBJECTS } from './subjects.ts';

export interface Size {
	readonly width: number;
	readonly height: number;
}

const PICTURES = new URL('../../drawings/', import.meta.url);
/** Of the picture of every place. */
const PLACE_SIZE: Size = { width: 960, height: 720 };

/** A photo of a thing, or of a place without one: the same seed and size always give the same pixels. */
export async function drawScene(label: string | undefined, size: Size, seed: number): Promise<Sharp> {
	const random = createRandom(seed);
	const subject = label === undefined ? undefined : SUBJECTS[label];
	const place = part(random.pick(subject?.places ?? PLACES), size, random);
	const thing = subject && label ? [await placed(label, size, random)] : [];
	return expose(place.composite(thing), size, random);
}

/** Some part of a place, with the ground that things stand on. */
function part(place: string, size: Size, random: Random): Sharp {
	const scale =
		random.between(0.8, 1) * Math.min(PLACE_SIZE.width / size.width, PLACE_SIZE.height / size.height);
	const [width, height] = [Math.floor(size.width * scale), Math.floor(size.height * scale)];
	return sharp(fileURLToPath(new URL(`places/${place}.jpg`, PICTURES)))
		.extract({
			left: random.integer(0, PLACE_SIZE.width - width),
			top: PLACE_SIZE.height - height,
			width,
			height,
		})
		.resize(size)
		.flop(random.chance(0.5))
		.modulate({ hue: random.integer(-12, 12), brightness: random.between(0.88, 1.1) });
}

/** The thing in its size and colours, and where it stands: on the ground, most of it in the picture. */
async function placed(label: string, size: Size, random: Random): Promise<OverlayOptions> {
	const { size: range, turn, hue } = SUBJECTS[label];
	const side = Math.round(Math.min(size.width, size.height) * random.between(...range));
	const turned = await sharp(fileURLToPath(new URL(`things/${label}.webp`, PICTURES)))
		.resize({ height: side, width: size.width, fit: 'inside' })
		.flop(random.chance(0.5))
		.modulate({
			hue: random.integer(...hue),
			saturation: random.between(0.9, 1.1),
			brightness: random.between(0.92, 1.08),
		})
		.rotate(random.between(-turn, turn), { background: 'transparent' })
		.png({ compressionLevel: 1 })
		.toBuffer();
	const { data, info } = await sharp(turned)
		.resize({ ...size, fit: 'inside', withoutEnlargement: true })
		.png({ compressionLevel: 1 })
		.toBuffer({ resolveWithObject: true });
	return {
		input: data,
		left: Math.round((size.width - info.width) * random.between(0, 1)),
		top: Math.round((size.height - info.height) * random.between(0.7, 1)),
	};
}

/** Takes the photo: focus, exposure, white balance, contrast and the sensor's noise. */
async function expose(scene: Sharp, { width, height }: Size, random: Random): Promise<Sharp> {
	const warmth = random.between(-0.05, 0.05);
	const contrast = random.between(0.92, 1.1);
	const exposure = random.between(0.9, 1.1);
	const gains = [1 + warmth, 1, 1 - warmth].map((balance) => balance * contrast * exposure);
	const noise = random.between(0, 5);
	const { data } = await (random.chance(0.3) ? scene.blur(random.between(0.4, 1.2)) : scene)
		.removeAlpha()
		.linear(gains, Array(3).fill(128 * (1 - contrast)))
		.raw()
		.toBuffer({ resolveWithObject: true });
	for (let at = 0; at < data.length; at += 3) {
		const grain = (random.next() + random.next() - 1) * noise;
		for (let channel = at; channel < at + 3; channel++) {
			data[channel] = Math.min(255, Math.max(0, data[channel] + grain));
		}
	}
	return sharp(data, { raw: { width, height, channels: 3 } });
}

import type { Locale } from '../i18n/locale.ts';
import { messagesFor } from '../i18n/messages.ts';
import { sharp } from '../image/libvips.ts';
import { DEFAULT_IMAGE_LIMITS } from '../image/limits.ts';
import { readPixels } from '../image/read.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { CAPTIONED_SIDE, captionedPlace, captionedSize } from './captions.ts';
import { COLOUR, SCALE } from './charts/style.ts';
import { draw } from './renderer.ts';

/** A photo that was judged wrong. */
export interface HardPhoto {
	readonly sha256: string;
	readonly labelled: string;
	readonly judged: string;
	readonly confidence: number;
	/** Title, author, licence and source in one line of plain text: due wherever the photo is shown. */
	readonly credit?: string;
}

export interface HardestSheet {
	readonly name: string;
	readonly jpeg: Uint8Array;
	/** For those who do not see it. */
	readonly description: string;
}

export interface HardestOptions {
	readonly locale: Locale;
	/** All labels, in training order. */
	readonly labels: readonly string[];
	/** A photo's encoded bytes; undefined for one that is not there. */
	read(photo: HardPhoto): Promise<Uint8Array | undefined>;
}

/** More would make a sheet that a chat shows too small to read. */
export const HARDEST_SHOWN = 12;

const SIDE = Math.round(CAPTIONED_SIDE * SCALE);
const JPEG_QUALITY = 88;

/** The photos of an evaluation that were judged wrong with the most confidence, those first. */
export function hardestPhotos({
	evaluation,
	dataset,
}: {
	readonly evaluation: Pick<Evaluation, 'hardest'>;
	readonly dataset: {
		readonly photos: readonly Pick<ModelVersion['dataset']['photos'][number], 'sha256' | 'label'>[];
	};
}): HardPhoto[] {
	return evaluation.hardest.flatMap(({ photo, judged, confidence }) => {
		const { sha256, label } = dataset.photos[photo] ?? {};
		return sha256 && label ? { sha256, labelled: label, judged, confidence } : [];
	});
}

/**
 * The first `HARDEST_SHOWN` photos that can be read, in a grid, each with what it was judged and what it is labelled.
 * @returns undefined when no photo can be read
 */
export async function hardestSheet(
	photos: readonly HardPhoto[],
	{ locale, labels, read }: HardestOptions,
): Promise<HardestSheet | undefined> {
	const shown: { readonly photo: HardPhoto; readonly square: Buffer }[] = [];
	for (const photo of photos) {
		if (shown.length === HARDEST_SHOWN) break;
		const square = await squareOf(photo, read);
		if (square) shown.push({ photo, square });
	}
	if (shown.length === 0) return undefined;
	const [{ png: captions }] = await draw({
		kind: 'captions',
		locale,
		labels,
		photos: shown.map(({ photo }) => photo),
	});
	const { width, height } = captionedSize(shown.length);
	const sheet = sharp({
		create: {
			width: width * SCALE,
			height: Math.round(height * SCALE),
			channels: 3,
			background: COLOUR.paper,
		},
	}).composite([
		...shown.map(({ square }, index) => layer(square, captionedPlace(index))),
		{ input: Buffer.from(captions), left: 0, top: 0 },
	]);
	return {
		name: 'hardest.jpg',
		jpeg: await sheet.jpeg({ quality: JPEG_QUALITY }).toBuffer(),
		description: messagesFor(locale).report.hardest.description(shown.length),
	};
}

/** A photo, whole and in the middle of a square: RGB. Undefined for one that cannot be read. */
async function squareOf(photo: HardPhoto, read: HardestOptions['read']): Promise<Buffer | undefined> {
	try {
		const bytes = await read(photo);
		if (!bytes) return undefined;
		const { data, width, height } = await readPixels(
			bytes,
			{ kind: 'within', side: SIDE },
			DEFAULT_IMAGE_LIMITS,
		);
		return await sharp(data, { raw: { width, height, channels: 3 } })
			.resize(SIDE, SIDE, { fit: 'contain', background: COLOUR.grid })
			.raw()
			.toBuffer();
	} catch {
		// Deleted, or damaged since: the next one is as hard.
		return undefined;
	}
}

function layer(square: Buffer, { left, top }: { readonly left: number; readonly top: number }) {
	return {
		input: square,
		raw: { width: SIDE, height: SIDE, channels: 3 as const },
		left: Math.round(left * SCALE),
		top: Math.round(top * SCALE),
	};
}

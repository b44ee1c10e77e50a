import { UserError } from '../errors.ts';
import { PIXEL_RANGES, type PixelRange } from '../model/formats/network/pixels.ts';

/** What `--range` says. @throws {UserError} `bad-option` */
export function requireRange(text: string): PixelRange {
	const range = PIXEL_RANGES.find((known) => known === text);
	if (!range)
		throw new UserError('bad-option', { option: '--range', value: text, expected: PIXEL_RANGES.join(', ') });
	return range;
}

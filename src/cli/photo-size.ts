import { UserError } from '../errors.ts';
import type { Size } from '../model/formats/network/pixels.ts';

/** Of `--size`: `224`, or `320x240`. @throws {UserError} `bad-option` */
export function requireSize(value: string): Size {
	const [, width, height = width] = /^(\d{2,4})(?:x(\d{2,4}))?$/.exec(value) ?? [];
	const size = { width: Number(width), height: Number(height) };
	const isUsable = [size.width, size.height].every((side) => side >= 16 && side <= 1024);
	if (!isUsable) throw new UserError('bad-option', { option: '--size', value, expected: '224, 320x240' });
	return size;
}

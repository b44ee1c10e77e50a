import type { QualityCheck } from './check.ts';

/** @param least shorter side of the original, in pixels */
export function minimumSide(least: number): QualityCheck {
	return {
		reason: 'too-small',
		failsByRecord: ({ width = least, height = least }) => Math.min(width, height) < least,
		failsByPhoto: ({ file }) => Math.min(file.originalWidth, file.originalHeight) < least,
	};
}

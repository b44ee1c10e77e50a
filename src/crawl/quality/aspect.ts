import type { QualityCheck } from './check.ts';

/**
 * Panoramas and banners, of which squashing to a square leaves nothing to recognise.
 * @param most longer side by shorter side
 */
export function aspect(most: number): QualityCheck {
	const fails = (width: number, height: number) => Math.max(width, height) > most * Math.min(width, height);
	return {
		reason: 'aspect',
		failsByRecord: ({ width, height }) => width !== undefined && height !== undefined && fails(width, height),
		failsByPhoto: ({ file }) => fails(file.originalWidth, file.originalHeight),
	};
}

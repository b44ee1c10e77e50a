import type { Candidate } from '../../dataset/candidate.ts';
import type { Rejection } from '../../dataset/catalogue/catalogue.ts';
import type { NormalisedPhoto } from '../normalise.ts';

/** One thing that makes a photo of no use. */
export interface QualityCheck {
	/** Counted for each photo that fails. */
	readonly reason: Rejection;
	/** Whether it shows in what the source says of the photo, before a byte of it is fetched. */
	failsByRecord?(candidate: Candidate): boolean;
	/** Whether it shows in the photo. */
	failsByPhoto?(photo: NormalisedPhoto): boolean;
}

/** The reason of the first check that a candidate fails by its record. */
export function rejectByRecord(checks: readonly QualityCheck[], candidate: Candidate): Rejection | undefined {
	return checks.find((check) => check.failsByRecord?.(candidate))?.reason;
}

/** The reason of the first check that a photo fails. */
export function rejectByPhoto(
	checks: readonly QualityCheck[],
	photo: NormalisedPhoto,
): Rejection | undefined {
	return checks.find((check) => check.failsByPhoto?.(photo))?.reason;
}

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

/** @param least shorter side of the original, in pixels */
export function minimumSide(least: number): QualityCheck {
	return {
		reason: 'too-small',
		failsByRecord: ({ width = least, height = least }) => Math.min(width, height) < least,
		failsByPhoto: ({ file }) => Math.min(file.originalWidth, file.originalHeight) < least,
	};
}

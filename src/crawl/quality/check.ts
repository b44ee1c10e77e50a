import type { Rejection } from '../../dataset/catalogue/catalogue.ts';
import type { Candidate } from '../candidate.ts';
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

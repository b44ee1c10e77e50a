import type { Outcome, Rejection, Reservation } from '../dataset/catalogue/catalogue.ts';
import { isUserError, type UserError } from '../errors.ts';
import type { Clock } from './clock.ts';
import { PhotoRefused } from './download/download.ts';
import { type NormalisedPhoto, normalise } from './normalise.ts';
import { HostThrottled } from './politeness/host-turns.ts';
import { TemporaryFailure } from './politeness/retry.ts';
import { rejectByPhoto } from './quality/check.ts';
import type { CrawlRules } from './rules.ts';
import type { SourceTrouble, Supply } from './source.ts';

/** How likely a photo is not safe for work, 0 to 1. @throws {UserError} `engine-*` */
export type NsfwScore = (photo: Uint8Array, signal?: AbortSignal) => Promise<number>;

/** What became of a candidate, before the catalogue has its say. */
export type Examined =
	| {
			readonly kind: 'examined';
			readonly outcome: Outcome;
			/** Of a photo to be stored. */
			readonly photo?: NormalisedPhoto;
	  }
	/** The source's host wants to be left alone. */
	| { readonly kind: 'source-unavailable'; readonly trouble: SourceTrouble };

export interface ExaminationParts {
	readonly supply: Supply;
	readonly rules: CrawlRules;
	readonly clock: Clock;
	readonly nsfwScore?: NsfwScore;
}

/** Hours before the next attempt, by failures before; each attempt has asked the server four times. */
const RETRY_AFTER_HOURS = [1, 6, 24];

/**
 * Downloads a candidate, normalises it and looks at it.
 * @throws the signal's reason
 */
export async function examine(
	{ candidate, tries }: Reservation,
	{ supply, rules, clock, nsfwScore }: ExaminationParts,
	signal: AbortSignal,
): Promise<Examined> {
	let downloaded = 0;
	const examined = (outcome: Outcome, photo?: NormalisedPhoto): Examined => ({
		kind: 'examined',
		outcome: { ...outcome, downloaded },
		photo,
	});
	try {
		const original = await supply.fetch(candidate, signal);
		downloaded = original.length;
		const photo = await normalise(original, rules.imageLimits);
		const reason = rejectByPhoto(rules.checks, photo);
		if (reason) return examined({ kind: 'rejected', reason });
		const score = await nsfwScore?.(photo.bytes, signal);
		const quarantine = score !== undefined && score > rules.nsfwThreshold ? 'nsfw' : undefined;
		return examined({ kind: 'stored', file: photo.file, nsfwScore: score, quarantine }, photo);
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof PhotoRefused) return examined({ kind: 'rejected', reason: error.reason });
		if (error instanceof HostThrottled)
			return { kind: 'source-unavailable', trouble: { kind: 'throttled', until: error.until.toISOString() } };
		if (error instanceof TemporaryFailure || isUserError(error, ...PASSING))
			return examined(failure(tries, clock.now()));
		if (isUserError(error)) return examined({ kind: 'rejected', reason: rejectionOf(error) });
		throw error;
	}
}

/** Our own troubles, which are not the photo's fault. */
const PASSING = ['engine-busy', 'engine-timeout', 'engine-crashed', 'image-too-slow'] as const;

function failure(tries: number, now: number): Outcome {
	const hours = RETRY_AFTER_HOURS[Math.min(tries, RETRY_AFTER_HOURS.length - 1)];
	return { kind: 'failed', retryAt: new Date(now + hours * 3_600_000) };
}

function rejectionOf(error: UserError): Rejection {
	switch (error.code) {
		case 'image-too-many-bytes':
		case 'image-too-many-pixels':
			return 'too-large';
		case 'image-too-small':
			return 'too-small';
		case 'image-empty':
		case 'image-unknown':
		case 'image-unsupported':
		case 'image-damaged':
			return 'unreadable';
		default:
			throw error;
	}
}

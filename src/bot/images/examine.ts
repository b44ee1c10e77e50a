import { isUserError, type UserError } from '../../errors.ts';
import type { Prediction } from '../../model/prediction.ts';
import type { Predictors } from '../../registry/predictor.ts';
import type { ImageAnswer } from '../answer/verdict.ts';
import type { Failures } from '../failures.ts';
import type { FairQueue } from '../flow/fair-queue.ts';
import { type RetryPolicy, retry } from '../flow/retry.ts';
import type { AttachmentDownloader } from './download.ts';
import type { FoundImage } from './find.ts';

export interface ExaminationRequest {
	/** Whose turn in the queue it takes: the guild's, or the user's outside of guilds. */
	readonly turn: string;
	/** Whose model classifies them. */
	readonly classifier: string;
	/** How patiently a busy engine is asked again. */
	readonly patience: RetryPolicy;
	readonly signal?: AbortSignal;
	/** The same picture at a fresh address, once its own has expired. */
	readonly refetch?: (image: FoundImage) => Promise<FoundImage | undefined>;
	/** Sees the bytes of a picture that was judged, before they are forgotten; must not reject. */
	readonly keep?: (bytes: Uint8Array, image: FoundImage) => void | Promise<void>;
}

/** Fetches pictures and has them judged, guilds taking turns; the bytes are forgotten afterwards. */
export interface AttachmentExaminer {
	/**
	 * @returns an answer for each picture, in order; a refusal is one too.
	 * @throws the signal's reason, when it aborts.
	 */
	examine(images: readonly FoundImage[], request: ExaminationRequest): Promise<ImageAnswer[]>;
}

export interface AttachmentExaminerParts {
	readonly downloader: Pick<AttachmentDownloader, 'download'>;
	readonly predictors: Predictors;
	readonly queue: FairQueue;
	readonly failures: Failures;
}

/** A photo of a message waits its turn: the engine's queue empties within seconds, unlike a member's patience. */
export const PATIENT: RetryPolicy = { firstDelayMs: 50, maxDelayMs: 1_000, deadlineMs: 120_000 };

/** Somebody is looking at “thinking …”. */
export const BRIEF: RetryPolicy = { firstDelayMs: 50, maxDelayMs: 500, deadlineMs: 8_000 };

export function createAttachmentExaminer({
	downloader,
	predictors,
	queue,
	failures,
}: AttachmentExaminerParts): AttachmentExaminer {
	async function fetchBytes(image: FoundImage, { signal, refetch }: ExaminationRequest): Promise<Uint8Array> {
		try {
			return await downloader.download(image, signal);
		} catch (error) {
			if (!isUserError(error, 'image-gone')) throw error;
			const fresh = await refetch?.(image);
			if (!fresh) throw error;
			return downloader.download(fresh, signal);
		}
	}

	async function judgeOne(image: FoundImage, request: ExaminationRequest): Promise<Prediction> {
		const bytes = await fetchBytes(image, request);
		const predictor = predictors.of(request.classifier);
		let crashes = 0;
		const prediction = await retry(() => predictor.predict(bytes, { signal: request.signal }), {
			policy: request.patience,
			// A crash may be another picture's fault; a second one in a row is this one's.
			isTransient: (error) =>
				isUserError(error, 'engine-busy') || (isUserError(error, 'engine-crashed') && crashes++ === 0),
			signal: request.signal,
		});
		await request.keep?.(bytes, image);
		return prediction;
	}

	function refusalFor(error: unknown, request: ExaminationRequest): UserError {
		return isUserError(error) ? error : failures.report(error, { turn: request.turn });
	}

	return {
		examine(images, request) {
			return Promise.all(
				images.map(async (image): Promise<ImageAnswer> => {
					const { spoiler } = image;
					try {
						const prediction = await queue.run(request.turn, () => judgeOne(image, request), request.signal);
						return { spoiler, prediction };
					} catch (error) {
						request.signal?.throwIfAborted();
						return { spoiler, refusal: refusalFor(error, request) };
					}
				}),
			);
		},
	};
}

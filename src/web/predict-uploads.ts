import { randomUUID } from 'node:crypto';
import PQueue from 'p-queue';
import { isUserError, UserError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Prediction } from '../model/prediction.ts';
import type { Predictor } from '../registry/predictor.ts';
import type { Upload } from './upload.ts';
import type { Explain, Why } from './why.ts';

/** What became of one picture. */
export type UploadResult = { readonly file: string | null } & (
	| { readonly prediction: Prediction; readonly why?: Why }
	| { readonly error: UserError }
);

export interface PredictUploadsOptions {
	/** Aborted when the client has gone: its pictures then leave the queue. */
	readonly signal: AbortSignal;
	/** Explains the answers, too, of as many pictures as is done at once. */
	readonly explain?: Explain;
	readonly logger: Logger;
}

/** Each takes a second or more. */
export const MAX_EXPLAINED = 3;

/**
 * Classifies the pictures of one request, answering in their order. No more at a time than there are workers: one
 * request with many pictures must not fill the queue for everybody else.
 */
export async function predictUploads(
	predictor: Predictor,
	uploads: readonly Upload[],
	options: PredictUploadsOptions,
): Promise<UploadResult[]> {
	const queue = new PQueue({ concurrency: Math.max(1, predictor.status().queue.workers) });
	return queue.addAll(
		uploads.map((upload, index) => {
			const explain = index < MAX_EXPLAINED ? options.explain : undefined;
			return () => predictUpload(predictor, upload, { ...options, explain });
		}),
	);
}

async function predictUpload(
	predictor: Predictor,
	upload: Upload,
	{ signal, explain, logger }: PredictUploadsOptions,
): Promise<UploadResult> {
	const { file } = upload;
	if ('error' in upload) return { file, error: upload.error };
	try {
		signal.throwIfAborted();
		const { bytes } = upload;
		return explain
			? { file, ...(await explain(bytes, { signal })) }
			: { file, prediction: await predictor.predict(bytes, { signal }) };
	} catch (error) {
		return { file, error: signal.aborted ? new UserError('cancelled', {}) : asRefusal(error, logger) };
	}
}

/** What to tell a person of anything thrown; a bug is logged under the reference that they are shown. */
export function asRefusal(error: unknown, logger: Logger): UserError {
	if (isUserError(error)) return error;
	const reference = randomUUID().slice(0, 8);
	logger.error({ err: error, reference }, 'a web request failed');
	return new UserError('unexpected', { reference }, { cause: error });
}

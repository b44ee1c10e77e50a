import type { Logger } from '../log.ts';
import type { Predictor } from '../registry/predictor.ts';
import { predictUploads, type UploadResult } from './predict-uploads.ts';
import { readUploads, type UploadLimits } from './upload.ts';
import { UploadMemory } from './upload-memory.ts';

/** A request may hold several pictures, but not all of them as large as one may be. */
const LARGEST_PICTURES_PER_REQUEST = 5;
const MAX_FILES = 20;
/** Requests of the largest size that may be in memory at once. */
const LARGEST_REQUESTS_AT_ONCE = 2;

/** A phone that changes cells is back within. */
const IDLE_MS = 10_000;

/** Classifies the pictures that a request holds, in their order; throws what `readUploads` does. */
export type PredictRequest = (request: Request) => Promise<UploadResult[]>;

export interface PredictRequestOptions {
	readonly predictor: Predictor;
	/** Largest picture accepted. */
	readonly maxBytes: number;
	/** Milliseconds without a byte after which an upload is given up. */
	readonly idleMs?: number;
	readonly logger: Logger;
}

export function createPredictRequest({
	predictor,
	maxBytes,
	idleMs = IDLE_MS,
	logger,
}: PredictRequestOptions): PredictRequest {
	const maxRequestBytes = LARGEST_PICTURES_PER_REQUEST * maxBytes;
	const limits: UploadLimits = { maxBytes, maxRequestBytes, maxFiles: MAX_FILES, idleMs };
	const memory = new UploadMemory(LARGEST_REQUESTS_AT_ONCE * maxRequestBytes);
	return async (request) => {
		const lease = memory.lease();
		try {
			const uploads = await readUploads(request, limits, lease);
			return await predictUploads(predictor, uploads, { signal: request.signal, logger });
		} finally {
			lease.release();
		}
	};
}

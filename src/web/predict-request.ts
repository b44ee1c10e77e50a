import type { Logger } from '../log.ts';
import type { Predictor } from '../registry/predictor.ts';
import { predictUploads, type UploadResult } from './predict-uploads.ts';
import { readUploads, type UploadLimits } from './upload.ts';
import { UploadMemory } from './upload-memory.ts';
import type { Explain } from './why.ts';

/** A request may hold several pictures, but not all of them as large as one may be. */
const LARGEST_PICTURES_PER_REQUEST = 5;
const MAX_FILES = 20;
/** Requests of the largest size that may be in memory at once; explanations take longer, and must leave room for answers. */
const LARGEST_REQUESTS_AT_ONCE = { answers: 2, explanations: 1 };

/** A phone that changes cells is back within. */
const IDLE_MS = 10_000;

/** The largest picture (20 MB unless the host says otherwise) at 1.4 Mbit/s. */
const TOTAL_MS = 120_000;

/** Classifies the pictures that a request holds, in their order; throws what `readUploads` does. */
export type PredictRequest = (request: Request) => Promise<UploadResult[]>;

export interface PredictRequestOptions {
	readonly predictor: Predictor;
	/** Has the answers explained, too. */
	readonly explain?: Explain;
	/** Largest picture accepted. */
	readonly maxBytes: number;
	/** Milliseconds without a byte after which an upload is given up. */
	readonly idleMs?: number;
	/** Milliseconds after which it is given up in any case. */
	readonly totalMs?: number;
	readonly logger: Logger;
}

export function createPredictRequest({
	predictor,
	explain,
	maxBytes,
	idleMs = IDLE_MS,
	totalMs = TOTAL_MS,
	logger,
}: PredictRequestOptions): PredictRequest {
	const maxRequestBytes = LARGEST_PICTURES_PER_REQUEST * maxBytes;
	const limits: UploadLimits = { maxBytes, maxRequestBytes, maxFiles: MAX_FILES, idleMs, totalMs };
	const atOnce = LARGEST_REQUESTS_AT_ONCE[explain ? 'explanations' : 'answers'];
	const memory = new UploadMemory(atOnce * maxRequestBytes);
	return async (request) => {
		const lease = memory.lease();
		try {
			const uploads = await readUploads(request, limits, lease);
			return await predictUploads(predictor, uploads, { signal: request.signal, explain, logger });
		} finally {
			lease.release();
		}
	};
}

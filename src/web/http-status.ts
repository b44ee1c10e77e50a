import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ErrorCode } from '../errors.ts';
import type { UploadResult } from './predict-uploads.ts';

/** HTTP status of each refusal that judging a picture can meet; any other is a fault of ours. */
const STATUS: { readonly [Code in ErrorCode]?: ContentfulStatusCode } = {
	'image-empty': 400,
	'image-too-many-bytes': 413,
	'image-too-many-pixels': 422,
	'image-too-small': 422,
	'image-unsupported': 415,
	'image-unknown': 415,
	'image-damaged': 422,
	// Another try would take as long: it is the picture, not the server.
	'image-too-slow': 422,
	'engine-busy': 503,
	'engine-timeout': 504,
	'engine-crashed': 503,
	'engine-closed': 503,
	'no-model': 503,
	'bad-option': 400,
	'uploads-busy': 503,
	'upload-stalled': 408,
	'upload-too-slow': 408,
	'upload-empty': 400,
	'upload-malformed': 400,
	'upload-too-many-bytes': 413,
	'upload-too-many-files': 413,
	'host-not-allowed': 403,
	'cross-site-request': 403,
	'page-not-found': 404,
	'method-not-allowed': 405,
	// The client has gone, so nobody reads this.
	cancelled: 408,
};

/** Seconds after which another try is worth it; a picture takes some tens of milliseconds. */
const RETRY_AFTER: { readonly [Code in ErrorCode]?: number } = {
	'engine-busy': 1,
	'uploads-busy': 5,
	'engine-crashed': 1,
	'engine-closed': 30,
};

/** One picture decides the HTTP status of an answer; of several, each carries its own error. */
export function responseInit(outcomes: readonly UploadResult[]): {
	status: ContentfulStatusCode;
	headers: Record<string, string>;
} {
	const [only] = outcomes;
	if (outcomes.length !== 1 || !('error' in only)) return { status: 200, headers: {} };
	const { code } = only.error;
	const seconds = RETRY_AFTER[code];
	return {
		status: STATUS[code] ?? 500,
		headers: seconds === undefined ? {} : { 'Retry-After': String(seconds) },
	};
}

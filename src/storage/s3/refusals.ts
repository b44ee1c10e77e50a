import { isUserError, UserError } from '../../errors.ts';
import { type S3Address, SETTING } from './client.ts';

/** What stores call keys that they do not know, or that do not fit each other. */
const KEYS = [
	'InvalidAccessKeyId',
	'SignatureDoesNotMatch',
	'ExpiredToken',
	'InvalidToken',
	'TokenRefreshRequired',
	'CredentialsProviderError',
	'XAdminUserNotFound',
];

const REGION = ['AuthorizationHeaderMalformed', 'PermanentRedirect', 'IllegalLocationConstraintException'];

/** What an S3 store, or the way to it, refuses, as a refusal that a person can act on. */
export function s3Refusal(error: unknown, { url, bucket }: S3Address): UserError {
	if (isUserError(error)) return error;
	const name = nameOf(error);
	const reason = reasonOf(error);
	const details = { setting: SETTING, url, reason };
	const options = { cause: error };
	if (name === 'NoSuchBucket' || name === 'InvalidBucketName')
		return new UserError('storage-bucket-missing', { setting: SETTING, bucket }, options);
	if (KEYS.includes(name)) return new UserError('storage-keys-refused', details, options);
	if (REGION.includes(name) || reason.includes('Region is missing'))
		return new UserError('storage-region-wrong', details, options);
	if (statusOf(error) === 403 || statusOf(error) === 401)
		return new UserError('storage-forbidden', details, options);
	return new UserError('storage-unreachable', details, options);
}

/** Whether the store has no such object. It says nothing of why to a question without an answer's body. */
export function isNoObject(error: unknown): boolean {
	return nameOf(error) === 'NoSuchKey' || (nameOf(error) === 'NotFound' && statusOf(error) === 404);
}

/** Whether somebody else wrote first: 412, or 409 while the other is still at it. */
export function isConflict(error: unknown): boolean {
	return statusOf(error) === 412 || nameOf(error) === 'ConditionalRequestConflict';
}

function statusOf(error: unknown): number | undefined {
	const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
	return $metadata?.httpStatusCode;
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : '';
}

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { code } = error as NodeJS.ErrnoException;
	const status = statusOf(error);
	if (error.message && error.message !== 'UnknownError') return error.message;
	return code ?? (status ? `HTTP ${status}` : error.name);
}

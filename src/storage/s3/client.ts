import type { S3Client } from '@aws-sdk/client-s3';
import { UserError } from '../../errors.ts';

export const SETTING = 'HANTEI_STORAGE_URL';

/** Where files lie in an S3 store. */
export interface S3Address {
	/** As it was given. */
	readonly url: string;
	readonly bucket: string;
	/** Before every key: empty, or with a slash at its end. */
	readonly prefix: string;
}

/** @param url `s3://bucket/prefix`, which the settings have looked at */
export function parseS3Address(url: string): S3Address {
	const [bucket = '', ...path] = url.replace(/^s3:\/\//, '').split('/');
	const prefix = path.filter(Boolean).join('/');
	return { url, bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

export type S3Sdk = typeof import('@aws-sdk/client-s3');

export interface LoadedClient {
	readonly sdk: S3Sdk;
	readonly client: S3Client;
}

/** The last that runs on Node 20. */
const PACKAGE = '@aws-sdk/client-s3@3.1175';

/** The first time and each again, with waits that double. */
const ATTEMPTS = 4;
const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * The official client, loaded when it is needed first. Keys, region and endpoint are those of its own environment
 * variables and files.
 * @throws {UserError} `package-missing`
 */
export async function loadS3(environment: NodeJS.ProcessEnv = process.env): Promise<LoadedClient> {
	// A note about Node 20, on every start, to people who can do nothing about it: the version is pinned.
	environment.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
	const sdk = await load();
	const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION } = environment;
	const isElsewhere = Boolean(AWS_ENDPOINT_URL_S3 || AWS_ENDPOINT_URL);
	const client = new sdk.S3Client({
		// Stores of one's own have no name for each bucket, and mostly no regions.
		forcePathStyle: isElsewhere,
		...(isElsewhere && !AWS_REGION && { region: 'us-east-1' }),
		maxAttempts: ATTEMPTS,
		// Ours are SHA-256; not every store knows the client's own.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: {
			connectionTimeout: CONNECT_TIMEOUT_MS,
			requestTimeout: ANSWER_TIMEOUT_MS,
			throwOnRequestTimeout: true,
		},
	});
	return { sdk, client };
}

async function load(): Promise<S3Sdk> {
	try {
		return await import('@aws-sdk/client-s3');
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
		throw new UserError('package-missing', { setting: SETTING, packages: [PACKAGE] });
	}
}

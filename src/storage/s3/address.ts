/** Where files lie in an S3 store: HANTEI_STORAGE_URL. */
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

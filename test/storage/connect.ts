import type { S3Client } from '@aws-sdk/client-s3';
import { S3Bucket } from '../../src/storage/s3/bucket.ts';

/** A bucket, or a part of one, by a client of the test's own. */
export function bucketOf(client: S3Client, bucket: string, prefix = ''): S3Bucket {
	const address = { url: `s3://${bucket}`, bucket, prefix };
	return new S3Bucket(address, async () => ({ sdk: await import('@aws-sdk/client-s3'), client }));
}

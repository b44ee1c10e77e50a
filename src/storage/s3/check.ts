import { randomUUID } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { IDENTITY_KEY, type S3Bucket } from './bucket.ts';
import { SETTING } from './client.ts';

/**
 * Does once all that Hantei will do: lists, writes, reads, deletes; and makes sure that a write which depends on something
 * is refused when that is not so.
 * @throws {UserError} `storage-bucket-missing`, `storage-keys-refused`, `storage-forbidden`, `storage-region-wrong`,
 * `storage-unreachable`, `storage-unconditional`, `package-missing`
 */
export async function checkBucket(bucket: S3Bucket): Promise<void> {
	await isEmpty(bucket);
	const probe = `.probe/${randomUUID()}`;
	await bucket.put(probe, 'probe');
	try {
		await bucket.get(probe);
		const isRefused = (await bucket.put(probe, 'again', { IfNoneMatch: '*' })) === undefined;
		const { url } = bucket.address;
		if (!isRefused) throw new UserError('storage-unconditional', { setting: SETTING, url });
	} finally {
		await bucket.delete(probe);
	}
}

/**
 * @param hasFiles whether there are any on this machine
 * @throws {UserError} `storage-empty`
 */
export async function requireFilled(bucket: S3Bucket, hasFiles: () => Promise<boolean>): Promise<void> {
	const { url } = bucket.address;
	if ((await isEmpty(bucket)) && (await hasFiles()))
		throw new UserError('storage-empty', { setting: SETTING, url });
}

async function isEmpty(bucket: S3Bucket): Promise<boolean> {
	for await (const { key } of bucket.list()) {
		if (!key.startsWith('.probe/') && key !== IDENTITY_KEY) return false;
	}
	return true;
}

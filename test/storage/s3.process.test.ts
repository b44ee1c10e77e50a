import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photoKey } from '../../src/dataset/photo-store.ts';
import { copyStorage } from '../../src/storage/copy.ts';
import { identityOfBucket } from '../../src/storage/identity.ts';
import { S3Aliases } from '../../src/storage/s3/aliases.ts';
import type { S3Bucket } from '../../src/storage/s3/bucket.ts';
import { requireFilled } from '../../src/storage/s3/check.ts';
import { S3Objects } from '../../src/storage/s3/objects.ts';
import { folderStorage, s3Storage } from '../../src/storage/storage.ts';
import { describeWith } from '../services/programs.ts';
import { clientOf, startS3, type TestS3 } from '../services/s3.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { bucketOf } from './connect.ts';
import { testAliases, testObjects } from './contract.ts';

const temporaryFolder = temporaryFolders();

let s3: TestS3;
let bucket: string;

describeWith('weed', 'an S3 store', () => {
	beforeAll(async () => {
		s3 = await startS3();
		bucket = await s3.newBucket();
	}, 60_000);
	afterAll(() => s3?.stop());

	const buckets = new WeakMap<object, S3Bucket>();
	const connect = (prefix: string) => bucketOf(clientOf(s3.endpoint), bucket, prefix);
	const remembering = <Store extends object>(at: S3Bucket, store: Store): Store => {
		buckets.set(store, at);
		return store;
	};
	const again = (store: object) => connect(buckets.get(store)?.address.prefix ?? '');

	describe('objects', () => {
		const objectsAt = (at: S3Bucket) => remembering(at, new S3Objects(at, 'manifest.json'));
		testObjects({
			open: async () => objectsAt(connect(`${randomUUID()}/`)),
			openAgain: (store) => objectsAt(again(store)),
		});
	});

	describe('an installation', () => {
		it('is told by what was written there first, which does not count as its files', async () => {
			const at = connect(`${randomUUID()}/`);
			const [first, second] = await Promise.all([
				identityOfBucket(at, 'b4a1a2b0-0000-4000-8000-000000000001'),
				identityOfBucket(at, 'b4a1a2b0-0000-4000-8000-000000000002'),
			]);
			expect(second).toEqual(first);
			await expect(requireFilled(at, async () => true)).rejects.toMatchObject({ code: 'storage-empty' });
		});

		const folders = async () => {
			const folder = await temporaryFolder();
			return folderStorage({ dataFolder: join(folder, 'data'), modelsFolder: join(folder, 'models') });
		};
		const files = new Map([
			['head.bin', 'head'],
			['manifest.json', 'manifest'],
		]);

		it('comes back from there as it went', async () => {
			const [here, there, back] = [await folders(), s3Storage(connect(`${randomUUID()}/`)), await folders()];
			const photo = photoKey(createHash('sha256').update('crow').digest('hex'));
			await here.photos.put(photo, Buffer.from('crow'));
			await here.models.versions.putFolder('default/v1', files);
			await here.models.aliases.update('default', async () => '{"champion":"v1"}');
			await here.backbones.tuned.putFolder('tuned', files);
			// What a run that was ended had begun.
			await there.models.versions.putFolder('default/v1', files);
			await there.models.versions.remove('default/v1/manifest.json');
			const copied = { photos: 1, photosThere: 0, versions: 1, backbones: 1, damaged: [] };
			expect(await copyStorage(here, there)).toEqual(copied);
			expect(await copyStorage(here, there)).toMatchObject({ photos: 0, photosThere: 1, versions: 0 });
			expect(await copyStorage(there, back)).toEqual(copied);
			expect(await back.photos.read(photo)).toEqual(Buffer.from('crow'));
			expect(await back.models.versions.read('default/v1/head.bin')).toEqual(Buffer.from('head'));
			expect(await back.models.aliases.read('default')).toBe('{"champion":"v1"}');
		});
	});

	describe('aliases', () => {
		const aliasesAt = (at: S3Bucket) => remembering(at, new S3Aliases(at));
		testAliases({
			open: async () => aliasesAt(connect(`${randomUUID()}/`)),
			openAgain: (store) => aliasesAt(again(store)),
		});
	});
});

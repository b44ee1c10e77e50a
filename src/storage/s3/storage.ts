import type { Storage } from '../object-store.ts';
import { S3Aliases } from './aliases.ts';
import type { S3Bucket } from './bucket.ts';
import { S3Objects } from './objects.ts';

/** By which a version or a backbone is there. */
const MANIFEST = 'manifest.json';

/** Storage in an S3 bucket: docs/storage.md has the layout. */
export function s3Storage(bucket: S3Bucket): Storage {
	return {
		photos: new S3Objects(bucket.within('photos')),
		models: {
			versions: new S3Objects(bucket.within('models'), MANIFEST),
			aliases: new S3Aliases(bucket.within('aliases')),
		},
		backbones: {
			installed: new S3Objects(bucket.within('backbones'), MANIFEST),
			tuned: new S3Objects(bucket.within('fine-tuned'), MANIFEST),
		},
	};
}

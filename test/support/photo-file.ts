import { join } from 'node:path';
import { type PhotoStore, photoKey } from '../../src/dataset/photo-store.ts';

/** Where a photo of a store on this machine lies, or would. */
export function photoFile({ folder = '' }: PhotoStore, sha256: string): string {
	return join(folder, photoKey(sha256));
}

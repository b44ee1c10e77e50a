import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const SHARED = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

/** Real networks and photos that are not in the repository; tests that need them are skipped where they are absent. */
export const hasSharedData = existsSync(SHARED);

export function sharedPath(...parts: string[]): string {
	return join(SHARED, ...parts);
}

/** The first photos of a shared folder, squashed to a size, as one batch of RGB bytes. */
export async function sharedPhotos(
	folder: string,
	count: number,
	{ width, height }: { width: number; height: number },
): Promise<Uint8Array> {
	const names = readdirSync(sharedPath(folder)).sort().slice(0, count);
	const photos = names.map((name) =>
		sharp(sharedPath(folder, name))
			.resize(width, height, { fit: 'fill' })
			.toColourspace('srgb')
			.removeAlpha()
			.raw()
			.toBuffer(),
	);
	return Uint8Array.from(Buffer.concat(await Promise.all(photos)));
}

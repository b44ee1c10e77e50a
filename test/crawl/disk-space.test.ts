import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireDiskSpace } from '../../src/crawl/disk-space.ts';
import { temporaryFolder } from './crawling.ts';

it('looks at the disk that a folder will be on', async () => {
	const folder = join(await temporaryFolder(), 'not', 'there', 'yet');
	await requireDiskSpace(folder, 1);
	await expect(requireDiskSpace(folder, 1e18)).rejects.toMatchObject({
		code: 'disk-full',
		details: { needed: 1e18 },
	});
});

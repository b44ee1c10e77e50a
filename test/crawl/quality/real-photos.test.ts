import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { normalise } from '../../../src/crawl/normalise.ts';
import { rejectByPhoto } from '../../../src/crawl/quality/check.ts';
import { DEFAULT_RULES } from '../../../src/crawl/rules.ts';
import { packageRoot } from '../../../src/package-root.ts';

const PHOTOS = join(packageRoot(), '..', 'shared', 'data', 'photos');
const SETS = ['course', 'flowers', 'other'].map((set) => join(PHOTOS, set));

it.skipIf(!existsSync(PHOTOS))(
	'no check throws a real photo away (needs ../shared/data/photos)',
	async () => {
		const files = SETS.flatMap((set) =>
			readdirSync(set, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map(({ parentPath, name }) => join(parentPath, name)),
		);
		expect(files.length).toBeGreaterThan(600);
		const rejected: string[] = [];
		for (const file of files) {
			const photo = await normalise(await readFile(file), DEFAULT_RULES.imageLimits);
			const reason = rejectByPhoto(DEFAULT_RULES.checks, photo);
			if (reason) rejected.push(`${file}: ${reason}`);
		}
		expect(rejected).toEqual([]);
	},
);

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../src/package-root.ts';

const VERIFIED = z.record(z.string(), z.object({ shows: z.array(z.string()) }));

/** Photos of the course that, looked at by eye, show what they are filed under, as `label/file`. */
export async function readVerified(): Promise<Set<string>> {
	const file = join(packageRoot(), 'bench', 'verified', 'course.json');
	const verified = VERIFIED.parse(JSON.parse(await readFile(file, 'utf8')));
	return new Set(
		Object.entries(verified).flatMap(([label, { shows }]) => shows.map((name) => `${label}/${name}`)),
	);
}

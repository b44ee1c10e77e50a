import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A function that makes fresh folders, all of them taken away after the file's last test. */
export function temporaryFolders(): () => Promise<string> {
	const made: string[] = [];
	afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));
	return async () => {
		const folder = await mkdtemp(join(tmpdir(), 'hantei-test-'));
		made.push(folder);
		return folder;
	};
}

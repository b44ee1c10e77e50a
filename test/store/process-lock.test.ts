import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lockForProcess } from '../../src/store/process-lock.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

/** More than Linux (2 ** 22), macOS and Windows count to in practice. */
const NOBODY = 2 ** 22 + 1;

const temporaryFolder = temporaryFolders();

/** A lock as a process leaves it that was killed, a while after it had last given a sign of life. */
async function leaveLock(processId: number, secondsAgo: number): Promise<string> {
	const folder = await temporaryFolder();
	await mkdir(join(folder, 'work.lock'));
	const then = new Date(Date.now() - secondsAgo * 1000);
	await utimes(join(folder, 'work.lock'), then, then);
	await writeFile(join(folder, 'work.json'), JSON.stringify({ processId, host: hostname() }));
	return folder;
}

/** Lets a lock be looked at so many times, and no more. */
function looks(count: number): AbortSignal {
	const { signal } = new AbortController();
	let left = count;
	signal.throwIfAborted = () => {
		if (left-- === 0) throw new Error('looked at too often');
	};
	return signal;
}

const refusal = (process: string) => new Error(`held by ${process}`);

test('takes over from a process of this machine that is dead, without waiting', async () => {
	const folder = await leaveLock(NOBODY, 3);
	const release = await lockForProcess({ folder, name: 'work', refusal, signal: looks(2) });
	expect(JSON.parse(await readFile(join(folder, 'work.json'), 'utf8'))).toMatchObject({
		processId: process.pid,
	});
	await release();
});

test('refuses while the process lives, however long ago it gave a sign', async () => {
	const folder = await leaveLock(process.ppid, 3);
	await expect(lockForProcess({ folder, name: 'work', refusal, signal: looks(2) })).rejects.toThrow(
		`held by ${process.ppid} on ${hostname()}`,
	);
});

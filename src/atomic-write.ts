import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storageRefusal } from './store/faults.ts';

const TEMPORARY = '.tmp';

/** A writer gives up or finishes long before. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** Writes a file so that whoever reads it, whenever the power fails, finds the old one or the new one, whole. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
	const temporary = `${path}.${randomUUID()}${TEMPORARY}`;
	try {
		await mkdir(dirname(path), { recursive: true });
		await writeFileDurably(temporary, content);
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { force: true });
		throw storageRefusal(error);
	}
	await syncFolder(dirname(path));
}

/**
 * Writes a folder of files under a temporary name beside it, then renames it into place. The target must not exist: a
 * rename onto a folder with content fails, so of two writers of one name the second fails and changes nothing.
 */
export async function writeFolderAtomically(
	path: string,
	files: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
	const temporary = join(dirname(path), `.${randomUUID()}${TEMPORARY}`);
	try {
		await mkdir(dirname(path), { recursive: true });
		await mkdir(temporary);
		for (const [name, content] of files) await writeFileDurably(join(temporary, name), content);
		await syncFolder(temporary);
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { recursive: true, force: true });
		throw storageRefusal(error);
	}
	await syncFolder(dirname(path));
}

/**
 * Gives a folder written elsewhere on the same disk its place, in the stead of what was there. Each file is complete on
 * disk before.
 */
export async function moveFolderIntoPlace(from: string, path: string): Promise<void> {
	for (const name of await readdir(from)) await syncPath(join(from, name));
	await syncFolder(from);
	await removeFolderAtomically(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw error;
	});
	await rename(from, path);
	await syncFolder(dirname(path));
}

/** Takes a folder away so that whoever looks, whenever the power fails, finds all of it or none. */
export async function removeFolderAtomically(path: string): Promise<void> {
	const temporary = join(dirname(path), `.${randomUUID()}${TEMPORARY}`);
	await rename(path, temporary);
	await syncFolder(dirname(path));
	await rm(temporary, { recursive: true, force: true });
}

/** Takes away what a process that was killed while writing left in a folder, long ago. */
export async function removeAbandoned(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	for (const path of names.filter((name) => name.endsWith(TEMPORARY)).map((name) => join(folder, name))) {
		const changed = (await stat(path).catch(() => undefined))?.mtimeMs;
		if (changed !== undefined && changed < Date.now() - ABANDONED_AFTER_MS) {
			await rm(path, { recursive: true, force: true });
		}
	}
}

async function writeFileDurably(path: string, content: string | Uint8Array): Promise<void> {
	const file = await open(path, 'wx');
	try {
		await file.writeFile(content);
		await file.sync();
	} finally {
		await file.close();
	}
}

/** Makes the renames within a folder durable. Windows cannot open folders, and does not need it. */
async function syncFolder(path: string): Promise<void> {
	if (process.platform !== 'win32') await syncPath(path);
}

async function syncPath(path: string): Promise<void> {
	// Windows flushes only what may be written to.
	const file = await open(path, process.platform === 'win32' ? 'r+' : 'r');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

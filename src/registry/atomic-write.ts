import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes a file so that whoever reads it, whenever the power fails, finds the old one or the new one, whole. */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	const temporary = `${path}.${randomUUID()}.tmp`;
	await writeFileDurably(temporary, content);
	await rename(temporary, path);
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
	await mkdir(dirname(path), { recursive: true });
	const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
	try {
		await mkdir(temporary);
		for (const [name, content] of files) await writeFileDurably(join(temporary, name), content);
		await syncFolder(temporary);
		await rename(temporary, path);
	} catch (error) {
		await rm(temporary, { recursive: true, force: true });
		throw error;
	}
	await syncFolder(dirname(path));
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
	if (process.platform === 'win32') return;
	const folder = await open(path, 'r');
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

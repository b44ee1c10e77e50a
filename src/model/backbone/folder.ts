import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../../errors.ts';
import { BackboneManifest } from './manifest.ts';

const MANIFEST = 'manifest.json';
const NETWORK = 'backbone.onnx';
const TEMPORARY = '.tmp';

/** A writer gives up or finishes long before. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** A frozen network that turns a photo into an embedding. */
export interface Backbone {
	readonly manifest: BackboneManifest;
	readonly onnxPath: string;
}

/**
 * Reads a backbone folder and checks every byte of it.
 *
 * @throws {UserError} `backbone-not-found`, `backbone-damaged`
 */
export async function readBackbone(folder: string): Promise<Backbone> {
	const manifest = await readManifest(folder);
	const onnxPath = join(folder, NETWORK);
	const hash = createHash('sha256');
	try {
		await pipeline(createReadStream(onnxPath, { highWaterMark: 1 << 20 }), hash);
	} catch (error) {
		throw new UserError(
			'backbone-damaged',
			{ path: folder, reason: `${NETWORK} cannot be read` },
			{ cause: error },
		);
	}
	if (hash.digest('hex') !== manifest.sha256) {
		throw new UserError('backbone-damaged', {
			path: folder,
			reason: `${NETWORK} is not the file that ${MANIFEST} describes`,
		});
	}
	return { manifest, onnxPath };
}

async function readManifest(folder: string): Promise<BackboneManifest> {
	let text: string;
	try {
		text = await readFile(join(folder, MANIFEST), 'utf8');
	} catch (error) {
		throw new UserError('backbone-not-found', { path: folder }, { cause: error });
	}
	try {
		return BackboneManifest.parse(JSON.parse(text));
	} catch (error) {
		throw new UserError(
			'backbone-damaged',
			{ path: folder, reason: `${MANIFEST} is malformed` },
			{ cause: error },
		);
	}
}

/**
 * Writes a backbone folder, or replaces one that is damaged. Each file is complete on disk before it takes its name,
 * the manifest last; processes that write the same backbone at once do not disturb each other.
 */
export async function writeBackbone(
	folder: string,
	onnx: Uint8Array,
	description: Omit<BackboneManifest, 'format' | 'sha256'>,
): Promise<void> {
	const sha256 = createHash('sha256').update(onnx).digest('hex');
	const manifest = BackboneManifest.parse({ format: 1, ...description, sha256 });
	await mkdir(folder, { recursive: true });
	await removeAbandoned(folder);
	await replace(folder, NETWORK, onnx);
	await replace(folder, MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`);
	await syncFolder(folder);
}

async function replace(folder: string, name: string, content: Uint8Array | string): Promise<void> {
	const temporary = join(folder, `${name}.${randomUUID()}${TEMPORARY}`);
	try {
		const file = await open(temporary, 'wx');
		try {
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, join(folder, name));
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}

/** What a killed process left behind. */
async function removeAbandoned(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		if (!name.endsWith(TEMPORARY)) continue;
		const path = join(folder, name);
		const changed = (await stat(path).catch(() => undefined))?.mtimeMs;
		if (changed !== undefined && changed < Date.now() - ABANDONED_AFTER_MS) await rm(path, { force: true });
	}
}

/** So that the new names survive a power cut, too. Windows cannot, and needs not. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

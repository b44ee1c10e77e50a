import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { removeAbandoned, writeFileAtomically } from '../../atomic-write.ts';
import { UserError } from '../../errors.ts';
import { BackboneManifest } from './manifest.ts';

export const MANIFEST = 'manifest.json';
export const NETWORK = 'backbone.onnx';

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
	await removeAbandoned(folder);
	await writeFileAtomically(join(folder, NETWORK), onnx);
	await writeFileAtomically(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

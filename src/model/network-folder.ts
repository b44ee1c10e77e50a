import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ZodType } from 'zod';
import type { UserError } from '../errors.ts';

export const MANIFEST = 'manifest.json';

/** How a folder that holds one network is laid out: the network, and a manifest that tells its hash. */
export interface NetworkLayout<Manifest> {
	/** The network's file: `backbone.onnx`. */
	readonly network: string;
	readonly manifest: ZodType<Manifest>;
	/** What to throw when there is no manifest. */
	readonly missing: (folder: string, cause: unknown) => UserError;
	/** What to throw when the folder is not what its manifest says. */
	readonly damaged: (folder: string, reason: string, cause?: unknown) => UserError;
}

/** Reads a folder and checks every byte of its network. */
export async function readNetworkFolder<Manifest extends { readonly sha256: string }>(
	folder: string,
	layout: NetworkLayout<Manifest>,
): Promise<{ readonly manifest: Manifest; readonly onnxPath: string }> {
	const manifest = await readManifest(folder, layout);
	const onnxPath = join(folder, layout.network);
	const hash = createHash('sha256');
	try {
		await pipeline(createReadStream(onnxPath, { highWaterMark: 1 << 20 }), hash);
	} catch (error) {
		throw layout.damaged(folder, `${layout.network} cannot be read`, error);
	}
	if (hash.digest('hex') !== manifest.sha256)
		throw layout.damaged(folder, `${layout.network} is not the file that ${MANIFEST} describes`);
	return { manifest, onnxPath };
}

async function readManifest<Manifest>(folder: string, layout: NetworkLayout<Manifest>): Promise<Manifest> {
	let text: string;
	try {
		text = await readFile(join(folder, MANIFEST), 'utf8');
	} catch (error) {
		throw layout.missing(folder, error);
	}
	try {
		return layout.manifest.parse(JSON.parse(text));
	} catch (error) {
		throw layout.damaged(folder, `${MANIFEST} is malformed`, error);
	}
}

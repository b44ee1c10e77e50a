import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { removeAbandoned, writeFileAtomically } from '../../atomic-write.ts';
import { UserError } from '../../errors.ts';
import { MANIFEST, type NetworkLayout, readNetworkFolder } from '../network-folder.ts';
import { BackboneManifest } from './manifest.ts';

export const NETWORK = 'backbone.onnx';

const LAYOUT: NetworkLayout<BackboneManifest> = {
	network: NETWORK,
	manifest: BackboneManifest,
	missing: (path, cause) => new UserError('backbone-not-found', { path }, { cause }),
	damaged: (path, reason, cause) => new UserError('backbone-damaged', { path, reason }, { cause }),
};

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
export function readBackbone(folder: string): Promise<Backbone> {
	return readNetworkFolder(folder, LAYOUT);
}

/** Size of the network's file. */
export async function backboneBytes({ onnxPath }: Backbone): Promise<number> {
	return (await stat(onnxPath)).size;
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

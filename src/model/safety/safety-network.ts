import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { type NetworkLayout, readNetworkFolder } from '../network-folder.ts';

const NAME = 'nsfwjs-mobilenet-v2-mid';

const side = z.number().int().min(16).max(1024);

/** What `manifest.json` says of the `safety.onnx` next to it. */
const SafetyManifest = z.strictObject({
	format: z.literal(1),
	/** Keys the cache of what the network said. */
	id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,95}$/),
	/** The photo, squashed to this size, is the input `pixels`: uint8 [N, height, width, 3], RGB. */
	input: z.strictObject({ width: side, height: side }),
	/** What the numbers of the result `probabilities` are of, in order. */
	classes: z.array(z.string().min(1)).min(2),
	/** SPDX expression. */
	licence: z.string().min(1),
	/** Where the weights are from: package URLs (`pkg:npm/…`) or web addresses. */
	sources: z.array(z.string().min(1)),
	/** Of safety.onnx, hexadecimal. */
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type SafetyManifest = z.output<typeof SafetyManifest>;

/** A network that tells what nobody wants in a dataset; no part of any model. */
export interface SafetyNetwork {
	readonly manifest: SafetyManifest;
	readonly onnxPath: string;
}

const damaged = (path: string, reason: string, cause?: unknown) =>
	new UserError('safety-network-damaged', { path, reason }, { cause });

const LAYOUT: NetworkLayout<SafetyManifest> = {
	network: 'safety.onnx',
	manifest: SafetyManifest,
	missing: (folder, cause) => damaged(folder, 'manifest.json is missing', cause),
	damaged,
};

/** Reads the network that ships with Hantei and checks every byte of it.
 *
 * @throws {UserError} `safety-network-damaged`
 */
export function readSafetyNetwork(
	folder = join(packageRoot(), 'models', 'safety', NAME),
): Promise<SafetyNetwork> {
	return readNetworkFolder(folder, LAYOUT);
}

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import type { Backbone } from './folder.ts';

const FILE = 'strangers.safetensors';

/** Beside the network: what it makes of pictures of all kinds of things (docs/backbone.md says which). */
export function referenceStrangersFile({ onnxPath }: Pick<Backbone, 'onnxPath'>): string {
	return join(dirname(onnxPath), FILE);
}

/**
 * Embeddings of pictures that stand in for what people post besides a model's labels. None for a backbone that came
 * without them: embeddings of another one would say nothing.
 * @throws {UserError} `backbone-damaged`
 */
export async function readReferenceStrangers(backbone: Backbone): Promise<readonly Float32Array[]> {
	const { dimension, sha256 } = backbone.manifest;
	const bytes = await readFile(referenceStrangersFile(backbone)).catch(() => undefined);
	if (bytes === undefined) return [];
	try {
		const { tensors, metadata } = readSafetensors(bytes);
		if (metadata['backbone'] !== sha256) return [];
		const numbers = tensors.get('embeddings')?.data ?? [];
		const [step] = tensors.get('step')?.data ?? [];
		return Array.from({ length: numbers.length / dimension }, (_, n) =>
			Float32Array.from(numbers.slice(n * dimension, (n + 1) * dimension), (value) => value * step),
		);
	} catch (error) {
		throw new UserError(
			'backbone-damaged',
			{ path: dirname(backbone.onnxPath), reason: FILE },
			{ cause: error },
		);
	}
}

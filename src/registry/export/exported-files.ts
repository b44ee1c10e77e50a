import type { Registry } from '../registry.ts';
import { formatVersionName, type VersionName } from '../version-name.ts';
import { headNetwork } from './head-network.ts';
import { readmeOf } from './readme.ts';

/**
 * All that somebody needs who takes a model along: the version's own files, which can be put into another registry as they
 * are, the head as an ONNX network, and how to use both.
 * @throws {UserError} `model-not-found`, `model-damaged`, `model-other-format`
 */
export async function exportedFiles(
	name: VersionName,
	registry: Registry,
): Promise<ReadonlyMap<string, Uint8Array>> {
	const version = await registry.read(name);
	return new Map([
		['README.md', new TextEncoder().encode(readmeOf(formatVersionName(name), version))],
		...(await registry.files(name)),
		['head.onnx', headNetwork(version.classifier)],
	]);
}

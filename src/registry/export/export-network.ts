import { workerFile } from '../../model/engine/worker-file.ts';
import { runGuarded } from '../../model/guarded/guard.ts';
import type { Registry } from '../registry.ts';
import { formatVersionName, type VersionName } from '../version-name.ts';
import type { EncodeOrder } from './encode-network.ts';
import type { ExportFormat } from './network-formats.ts';

export interface NetworkExport {
	readonly registry: Registry;
	readonly format: ExportFormat;
	readonly signal?: AbortSignal;
}

/**
 * A whole version as files of another format, by their names: made in a process of its own, since that takes seconds. Where
 * it is several files, those whose photos it learned from are credited in `ATTRIBUTION.md`.
 * @throws {UserError} `export-unsupported`, `model-*`, `backbone-damaged`, `cancelled`
 */
export async function exportNetwork(
	name: VersionName,
	{ registry, format, signal }: NetworkExport,
): Promise<ReadonlyMap<string, Uint8Array>> {
	const version = formatVersionName(name);
	const { manifest, classifier } = await registry.read(name);
	const { onnxPath } = await registry.backbones.of(name);
	const { width, height } = manifest.backbone.preprocessing;
	const order: EncodeOrder = { version, onnxPath, input: { width, height }, classifier, format };
	const files = await runGuarded<Map<string, Uint8Array>>(
		{ module: workerFile('./encode-network', import.meta.url), name: 'encodeNetwork' },
		version,
		[order],
		{ signal },
	);
	if (files.size === 1) return files;
	const attribution = (await registry.files(name)).get('ATTRIBUTION.md');
	return attribution ? new Map([...files, ['ATTRIBUTION.md', attribution]]) : files;
}

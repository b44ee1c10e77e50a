import { basename, dirname, resolve } from 'node:path';
import { importBackbone } from '../model/backbone/from-tfjs.ts';
import type { CliContext } from './context.ts';
import { requireRange } from './pixel-range.ts';

export interface ImportBackboneOptions {
	readonly layer: readonly string[];
	readonly range: string;
	readonly name?: string;
	readonly licence: string;
}

/** `hantei backbone import`: makes a backbone of a TensorFlow.js layers-model. Returns the exit code. */
export async function importFromTfjs(
	folder: string,
	{ layer, range, name, licence }: ImportBackboneOptions,
	{ settings, text }: CliContext,
): Promise<number> {
	const backbone = await importBackbone({
		folder,
		layers: layer,
		range: requireRange(range),
		name: name ?? basename(resolve(folder)),
		licence,
		sources: [],
		dataFolder: settings.HANTEI_DATA,
	});
	const { id, dimension } = backbone.manifest;
	process.stdout.write(`${text.backbone.imported(dirname(backbone.onnxPath), id, dimension)}\n`);
	return 0;
}

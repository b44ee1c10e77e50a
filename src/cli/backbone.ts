import { basename, dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { importBackbone } from '../model/backbone/from-tfjs.ts';
import { PIXEL_RANGES, type PixelRange } from '../model/formats/network/pixels.ts';
import type { CliContext } from './context.ts';

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

function requireRange(text: string): PixelRange {
	const range = PIXEL_RANGES.find((known) => known === text);
	if (!range)
		throw new UserError('bad-option', { option: '--range', value: text, expected: PIXEL_RANGES.join(', ') });
	return range;
}

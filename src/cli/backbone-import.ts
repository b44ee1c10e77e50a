import { basename, dirname, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { importBackbone } from '../model/backbone/import/import-backbone.ts';
import type { ImportWishes } from '../model/backbone/import/wishes.ts';
import {
	IMAGENET,
	type Normalisation,
	normalisationOf,
	PIXEL_RANGES,
} from '../model/formats/network/pixels.ts';
import { LAYOUTS } from '../model/formats/onnx/foreign-input.ts';
import { type CliContext, requireOneOf } from './context.ts';
import { requireSize } from './inputs.ts';
import { LiveLine } from './live-line.ts';
import { print } from './print.ts';

export interface ImportBackboneOptions {
	readonly layer?: readonly string[];
	readonly range?: string;
	readonly mean?: string;
	readonly deviation?: string;
	readonly size?: string;
	readonly layout?: string;
	readonly name?: string;
	readonly licence: string;
}

/** `hantei backbone import`: makes a backbone of a network of any format that we know. Returns the exit code. */
export async function importNetwork(
	path: string,
	options: ImportBackboneOptions,
	{ settings, text, signal }: CliContext,
): Promise<number> {
	const { name, licence } = options;
	const wishes = wishesOf(options);
	const line = new LiveLine();
	try {
		const backbone = await importBackbone({
			path: resolve(path),
			wishes,
			as: { name: name ?? basename(resolve(path)).replace(/\.(onnx|tflite|zip)$/i, '') },
			licence,
			sources: [],
			dataFolder: settings.HANTEI_DATA,
			signal,
			onStep: (step) => line.show(text.backbone.import.steps[step]),
		});
		line.end();
		const { id, dimension } = backbone.manifest;
		print(`${text.backbone.import.done(dirname(backbone.onnxPath), id, dimension)}\n`);
		return 0;
	} finally {
		line.end();
	}
}

/** @throws {UserError} `bad-option` */
function wishesOf({ layer, size, layout, ...options }: ImportBackboneOptions): Partial<ImportWishes> {
	return {
		layers: layer === undefined ? [] : [...layer],
		size: size === undefined ? undefined : requireSize(size),
		normalisation: mutable(normalisationWish(options)),
		layout: layout === undefined ? undefined : requireOneOf('--layout', layout, LAYOUTS),
	};
}

const RANGES = [...PIXEL_RANGES, 'imagenet'] as const;

function normalisationWish({
	range,
	mean,
	deviation,
}: Omit<ImportBackboneOptions, 'name' | 'licence'>): Normalisation | undefined {
	if (mean !== undefined || deviation !== undefined)
		return {
			mean: perChannel('--mean', mean ?? '0'),
			deviation: perChannel('--deviation', deviation ?? '1'),
		};
	if (range === undefined) return undefined;
	const known = requireOneOf('--range', range, RANGES);
	return known === 'imagenet' ? IMAGENET : normalisationOf(known);
}

function mutable(normalisation: Normalisation | undefined): ImportWishes['normalisation'] {
	return normalisation && { mean: [...normalisation.mean], deviation: [...normalisation.deviation] };
}

/** One number for all channels, or red, green and blue. */
function perChannel(option: string, value: string): number[] {
	const numbers = value.split(',').map(Number);
	const channels = numbers.length === 1 ? [numbers[0], numbers[0], numbers[0]] : numbers;
	const isUsable = channels.length === 3 && channels.every(Number.isFinite);
	if (!isUsable || (option === '--deviation' && channels.includes(0)))
		throw new UserError('bad-option', { option, value, expected: '0.485,0.456,0.406' });
	return channels;
}

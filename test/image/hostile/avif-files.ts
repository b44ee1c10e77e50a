import { ascii, box, boxesIn, fullBox, uint } from './containers.ts';
import type { HandMadeFile } from './file.ts';
import { PICTURES, plain } from './pictures.ts';

export const AVIF_FILES: readonly HandMadeFile[] = [
	{
		name: '20 million pixels, within the limit of other formats',
		outcome: 'image-too-many-pixels',
		make: async () => sized(await plain(64, 64).avif().toBuffer(), 5000, 4000),
	},
	{
		name: 'a size of 4 thousand million squared',
		outcome: 'image-too-many-pixels',
		make: async () => sized(await PICTURES['AVIF'](), 0xffff_ffff, 0xffff_ffff),
	},
	{
		name: '20 million pixels behind a crop to 64 x 64',
		outcome: 'image-too-many-pixels',
		make: async () => cropped(sized(await PICTURES['AVIF'](), 5000, 4000), 64),
	},
	{ name: 'a crop to 64 x 64', outcome: 'answered', make: async () => cropped(await PICTURES['AVIF'](), 64) },
	{
		name: 'a size smaller than its picture',
		outcome: 'image-damaged',
		make: async () => sized(await plain(1000, 1000).avif({ effort: 0 }).toBuffer(), 64, 64),
	},
	{
		name: 'a grid that repeats one tile 256 times',
		outcome: 'answered',
		make: async () => grid(await plain(64, 64).avif().toBuffer(), 16, 16),
	},
	{
		name: 'a grid that repeats one tile 3,600 times',
		outcome: 'image-damaged',
		make: async () => grid(await plain(64, 64).avif().toBuffer(), 60, 60),
	},
	{
		name: 'no size',
		outcome: 'image-damaged',
		make: async () => replaced(await PICTURES['AVIF'](), 'ispe', 'free'),
	},
	{ name: 'no picture', outcome: 'image-damaged', make: () => brands('avif', 'mif1', 'avif') },
	{ name: 'nothing but half a start', outcome: 'image-damaged', make: () => brands('avif').subarray(0, 14) },
	{
		name: 'one row of pixels',
		outcome: 'image-too-small',
		make: async () => sized(await PICTURES['AVIF'](), 3000, 1),
	},
];

/** The first box of a file, which says what it is. */
export function brands(major: string, ...compatible: string[]): Buffer {
	return box('ftyp', ascii(major), uint(0, 4), ...compatible.map(ascii));
}

/** Rewrites the stated size, not the picture. */
function sized(avif: Buffer, width: number, height: number): Buffer {
	const copy = Buffer.from(avif);
	const at = copy.indexOf('ispe');
	copy.writeUInt32BE(width, at + 8);
	copy.writeUInt32BE(height, at + 12);
	return copy;
}

function replaced(bytes: Buffer, from: string, to: string): Buffer {
	const copy = Buffer.from(bytes);
	copy.write(to, copy.indexOf(from), 'latin1');
	return copy;
}

interface Item {
	readonly type: string;
	/** Numbers, from 1, of the properties that hold for it. */
	readonly properties: readonly number[];
	/** Where its data lie: among the boxes (`idat`) or behind them (`mdat`). */
	readonly place: 'idat' | 'mdat';
	/** Numbers, from 1, of the items it is derived from. */
	readonly from: readonly number[];
}

function cropped(avif: Buffer, side: number): Buffer {
	const numbers = [side, 1, side, 1, 0, 1, 0, 1];
	const crop = box('clap', ...numbers.map((number) => uint(number, 4)));
	const picture: Item = { type: 'av01', properties: [1, 2, 3, 4], place: 'mdat', from: [] };
	return assemble(avif, [crop], [picture], Buffer.alloc(0));
}

function grid(tile: Buffer, rows: number, columns: number): Buffer {
	const size = fullBox('ispe', 0, 0, uint(columns * 64, 4), uint(rows * 64, 4));
	const layout = Buffer.concat([
		Buffer.from([0, 0, rows - 1, columns - 1]),
		uint(columns * 64, 2),
		uint(rows * 64, 2),
	]);
	const tiles = Array.from({ length: rows * columns }, () => 2);
	const items: Item[] = [
		{ type: 'grid', properties: [4, 3], place: 'idat', from: tiles },
		{ type: 'av01', properties: [1, 2, 3], place: 'mdat', from: [] },
	];
	return assemble(tile, [size], items, layout);
}

/** An AVIF of one's own items over the coded picture and the properties (1 to 3: size, codec, channels) of another. */
function assemble(source: Buffer, moreProperties: Buffer[], items: readonly Item[], idat: Buffer): Buffer {
	const picture = source.subarray(find(source, 'mdat').start + 8);
	const properties = ['ispe', 'av1C', 'pixi'].map((type) => propertyOf(source, type));
	const start = brands('avif', 'mif1', 'avif');
	const references = items.flatMap(({ from }, index) =>
		from.length > 0
			? [box('dimg', uint(index + 1, 2), uint(from.length, 2), ...from.map((item) => uint(item, 2)))]
			: [],
	);
	const meta = (offset: number) =>
		fullBox(
			'meta',
			0,
			0,
			fullBox('hdlr', 0, 0, uint(0, 4), ascii('pict'), Buffer.alloc(13)),
			fullBox('pitm', 0, 0, uint(1, 2)),
			fullBox(
				'iloc',
				1,
				0,
				uint(0x4400, 2),
				uint(items.length, 2),
				...items.map(({ place }, index) =>
					Buffer.concat([
						uint(index + 1, 2),
						uint(place === 'idat' ? 1 : 0, 2),
						uint(0, 2),
						uint(1, 2),
						uint(place === 'idat' ? 0 : offset, 4),
						uint(place === 'idat' ? idat.length : picture.length, 4),
					]),
				),
			),
			fullBox(
				'iinf',
				0,
				0,
				uint(items.length, 2),
				...items.map(({ type }, index) =>
					fullBox('infe', 2, 0, uint(index + 1, 2), uint(0, 2), ascii(`${type}\0`)),
				),
			),
			...(references.length > 0 ? [fullBox('iref', 0, 0, ...references)] : []),
			box(
				'iprp',
				box('ipco', ...properties, ...moreProperties),
				fullBox(
					'ipma',
					0,
					0,
					uint(items.length, 4),
					...items.map(({ properties }, index) =>
						Buffer.concat([uint(index + 1, 2), uint(properties.length, 1), Buffer.from(properties)]),
					),
				),
			),
			...(idat.length > 0 ? [box('idat', idat)] : []),
		);
	const offset = start.length + meta(0).length + 8;
	return Buffer.concat([start, meta(offset), box('mdat', picture)]);
}

function propertyOf(source: Buffer, type: string): Buffer {
	const meta = find(source, 'meta');
	const properties = find(source, 'iprp', meta.start + 12, meta.end);
	const container = find(source, 'ipco', properties.start + 8, properties.end);
	const property = find(source, type, container.start + 8, container.end);
	return source.subarray(property.start, property.end);
}

function find(source: Buffer, type: string, start = 0, end = source.length) {
	const found = boxesIn(source, start, end).find((candidate) => candidate.type === type);
	if (!found) throw new Error(`no ${type} box`);
	return found;
}

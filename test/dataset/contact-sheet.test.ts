import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { drawContactSheet, readForSheet } from '../../src/dataset/contact-sheet.ts';
import { drawNumber } from '../../src/dataset/digits.ts';

const CELL = 222;

async function photo(background: string, width = 400, height = 400): Promise<Buffer> {
	return sharp({ create: { width, height, channels: 3, background } })
		.png()
		.toBuffer();
}

async function sheetOf(...photos: Buffer[]) {
	const drawn = await drawContactSheet(await Promise.all(photos.map(readForSheet)));
	const { data, info } = await sharp(drawn).raw().toBuffer({ resolveWithObject: true });
	const at = (x: number, y: number) => [
		...data.subarray(3 * (y * info.width + x), 3 * (y * info.width + x) + 3),
	];
	return { ...info, at };
}

describe('a contact sheet', () => {
	test('is as square as it gets, up to four columns', async () => {
		const red = await photo('red');
		const sizes = [];
		for (const count of [1, 2, 4, 5, 12]) {
			const { width, height } = await sheetOf(...Array.from({ length: count }, () => red));
			sizes.push([(width - 6) / CELL, (height - 6) / CELL]);
		}
		expect(sizes).toEqual([
			[1, 1],
			[2, 1],
			[2, 2],
			[3, 2],
			[4, 3],
		]);
	});

	test('shows photos in order, whole, in the middle of their cells', async () => {
		const { at } = await sheetOf(await photo('red'), await photo('blue', 400, 100));
		const [red] = at(114, 114);
		expect(red).toBeGreaterThan(240);
		const [, , blue] = at(CELL + 114, 114);
		expect(blue).toBeGreaterThan(240);
		// Above the wide one is background.
		expect(Math.max(...at(CELL + 180, 30))).toBeLessThan(80);
	});

	test('has a white number on a dark plate in each corner', async () => {
		const { at } = await sheetOf(await photo('red'));
		// The stem of the 1, and the plate beside it.
		expect(Math.min(...at(6 + 3 * 4 + 1, 6 + 3 * 5))).toBeGreaterThan(180);
		expect(Math.max(...at(6 + 1, 6 + 1))).toBeLessThan(90);
	});

	test('refuses what is no picture', async () => {
		await expect(readForSheet(Buffer.from('nothing'))).rejects.toMatchObject({ code: 'image-unknown' });
	});
});

describe('a drawn number', () => {
	const ascii = (value: number) => {
		const { data, width, height } = drawNumber(value, 1);
		return Array.from({ length: height }, (_, y) =>
			Array.from({ length: width }, (_, x) => (data[3 * (y * width + x)] === 255 ? '#' : '.')).join(''),
		);
	};

	test('has its digits in order, with a margin', () => {
		expect(ascii(17).slice(2, 9)).toEqual([
			'....#...#####..',
			'...##.......#..',
			'....#......#...',
			'....#.....#....',
			'....#....#.....',
			'....#....#.....',
			'...###...#.....',
		]);
	});

	test('is different for each digit', () => {
		const drawn = Array.from({ length: 10 }, (_, digit) => ascii(digit).join('\n'));
		expect(new Set(drawn).size).toBe(10);
	});
});

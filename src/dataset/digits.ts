/** Digits in a grid of 5 x 7, as on the displays of pocket calculators: legible at any size, and no font is needed. */
const GLYPHS: readonly (readonly string[])[] = [
	['.###.', '#...#', '#..##', '#.#.#', '##..#', '#...#', '.###.'],
	['..#..', '.##..', '..#..', '..#..', '..#..', '..#..', '.###.'],
	['.###.', '#...#', '....#', '...#.', '..#..', '.#...', '#####'],
	['.###.', '#...#', '....#', '..##.', '....#', '#...#', '.###.'],
	['...#.', '..##.', '.#.#.', '#..#.', '#####', '...#.', '...#.'],
	['#####', '#....', '####.', '....#', '....#', '#...#', '.###.'],
	['.###.', '#....', '#....', '####.', '#...#', '#...#', '.###.'],
	['#####', '....#', '...#.', '..#..', '.#...', '.#...', '.#...'],
	['.###.', '#...#', '#...#', '.###.', '#...#', '#...#', '.###.'],
	['.###.', '#...#', '#...#', '.####', '....#', '....#', '.###.'],
];

const GLYPH_WIDTH = 5;
const GLYPH_HEIGHT = 7;
const MARGIN = 2;
const INK = 255;
const PAPER = 20;

/** A number in white on a dark plate: RGB, `3 * width * height` bytes. */
export function drawNumber(
	value: number,
	scale: number,
): { readonly data: Uint8Array; readonly width: number; readonly height: number } {
	const glyphs = [...String(value)].map((digit) => GLYPHS[Number(digit)]);
	const columns = glyphs.length * (GLYPH_WIDTH + 1) - 1 + 2 * MARGIN;
	const width = columns * scale;
	const height = (GLYPH_HEIGHT + 2 * MARGIN) * scale;
	const data = new Uint8Array(3 * width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const column = Math.floor(x / scale) - MARGIN;
			const row = Math.floor(y / scale) - MARGIN;
			const glyph = glyphs[Math.floor(column / (GLYPH_WIDTH + 1))];
			const isInk = glyph?.[row]?.[column % (GLYPH_WIDTH + 1)] === '#';
			data.fill(isInk ? INK : PAPER, 3 * (y * width + x), 3 * (y * width + x) + 3);
		}
	}
	return { data, width, height };
}

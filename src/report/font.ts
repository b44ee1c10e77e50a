import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Both weights come with the package, under the SIL Open Font License 1.1. */
const FONT = '@expo-google-fonts/biz-udpgothic';
const FILES = {
	regular: `${FONT}/400Regular/BIZUDPGothic_400Regular.ttf`,
	bold: `${FONT}/700Bold/BIZUDPGothic_700Bold.ttf`,
};

export const FONT_FAMILY = 'BIZ UDPGothic';

/** Stands for a character that the font lacks: a box, as people know it from elsewhere. */
const BOX = '□';

/** What an OpenType file says of its characters. */
export interface Font {
	has(codePoint: number): boolean;
	/** Width of a text in ems. */
	width(text: string): number;
}

/** Absolute paths of the bundled font's files: pictures of text come out the same on a machine without any font. */
export function fontFiles(): string[] {
	const { resolve } = createRequire(import.meta.url);
	return [resolve(FILES.regular), resolve(FILES.bold)];
}

/** The regular weight; the bold one differs by a few hundredths of an em. Synchronous: to be read in a worker. */
export function readFont(file = fontFiles()[0]): Font {
	const bytes = readFileSync(file);
	const table = tables(bytes);
	const unitsPerEm = bytes.readUInt16BE(table('head') + 18);
	const longMetrics = bytes.readUInt16BE(table('hhea') + 34);
	const glyphOf = characterMap(bytes, table('cmap'));
	const metrics = table('hmtx');
	const advance = (codePoint: number) => {
		const glyph = Math.min(glyphOf(codePoint), longMetrics - 1);
		return bytes.readUInt16BE(metrics + 4 * glyph) / unitsPerEm;
	};
	return {
		has: (codePoint) => glyphOf(codePoint) !== 0,
		width: (text) => Array.from(text).reduce((sum, character) => sum + advance(codePointOf(character)), 0),
	};
}

/**
 * A text of which the font can draw everything: accents it lacks are taken off, variant forms become the common ones,
 * anything else becomes a box. Of a text that would be boxes alone nothing is left.
 */
export function drawable(text: string, font: Font): string {
	const characters = Array.from(new Intl.Segmenter().segment(text.normalize('NFC')), ({ segment }) =>
		drawableCharacter(segment, font),
	);
	const drawn = characters.join('').trim();
	return Array.from(drawn).every((character) => character === BOX || character === ' ') ? '' : drawn;
}

/** @param character as people count them: with its accents, or a whole emoji */
function drawableCharacter(character: string, font: Font): string {
	if (/^[\s\p{C}]+$/u.test(character)) return /\s/u.test(character) ? ' ' : '';
	const forms = [
		character,
		character.normalize('NFKC'),
		character.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, ''),
	];
	return forms.find((form) => form !== '' && hasAll(form, font)) ?? BOX;
}

function hasAll(text: string, font: Font): boolean {
	return Array.from(text).every((character) => font.has(codePointOf(character)));
}

function codePointOf(character: string): number {
	return character.codePointAt(0) ?? 0;
}

/** Where the tables of an OpenType file begin. */
function tables(bytes: Buffer): (tag: string) => number {
	const offsets = new Map<string, number>();
	for (let index = 0; index < bytes.readUInt16BE(4); index++) {
		const record = 12 + 16 * index;
		offsets.set(bytes.toString('latin1', record, record + 4), bytes.readUInt32BE(record + 8));
	}
	return (tag) => {
		const offset = offsets.get(tag);
		if (offset === undefined) throw new Error(`the font has no table ${tag}`);
		return offset;
	};
}

/** Reads the subtable for all of Unicode (platform 3 encoding 10, format 12). Glyph 0 is for what is missing. */
function characterMap(bytes: Buffer, cmap: number): (codePoint: number) => number {
	for (let index = 0; index < bytes.readUInt16BE(cmap + 2); index++) {
		const subtable = cmap + bytes.readUInt32BE(cmap + 4 + 8 * index + 4);
		if (bytes.readUInt16BE(subtable) !== 12) continue;
		return (codePoint) => {
			let [low, high] = [0, bytes.readUInt32BE(subtable + 12) - 1];
			while (low <= high) {
				const middle = (low + high) >> 1;
				const group = subtable + 16 + 12 * middle;
				const first = bytes.readUInt32BE(group);
				if (codePoint < first) high = middle - 1;
				else if (codePoint > bytes.readUInt32BE(group + 4)) low = middle + 1;
				else return bytes.readUInt32BE(group + 8) + codePoint - first;
			}
			return 0;
		};
	}
	throw new Error('the font has no map of all of Unicode');
}

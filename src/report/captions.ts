import { COLOUR, truncate, WIDTH } from './charts/style.ts';
import { drawable, FONT_FAMILY, type Font } from './font.ts';

/** Text over a grid of photos: what stands below each. */
export interface Captions {
	readonly title: string;
	readonly captions: readonly { readonly first: string; readonly second: string }[];
}

const COLUMNS = 3;
const MARGIN = 24;
const GAP = 16;
const HEAD = 76;
const TEXT_SIZE = 20;
const TITLE_SIZE = 30;
const CAPTION_HEIGHT = 68;

/** Side of a photo's square. */
export const CAPTIONED_SIDE = Math.floor((WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS);

/** Where a photo's square begins. */
export function captionedPlace(index: number): { readonly left: number; readonly top: number } {
	return {
		left: MARGIN + (index % COLUMNS) * (CAPTIONED_SIDE + GAP),
		top: HEAD + Math.floor(index / COLUMNS) * (CAPTIONED_SIDE + CAPTION_HEIGHT + GAP),
	};
}

export function captionedSize(photos: number): { readonly width: number; readonly height: number } {
	const { top } = captionedPlace(Math.max(0, photos - 1));
	return { width: WIDTH, height: top + CAPTIONED_SIDE + CAPTION_HEIGHT + MARGIN };
}

/** The text alone, on nothing. */
export function captionsSvg({ title, captions }: Captions, font: Font): string {
	const { width, height } = captionedSize(captions.length);
	const line = (x: number, y: number, text: string, attributes: string, size = TEXT_SIZE) =>
		`<text x="${x}" y="${y}" font-size="${size}" ${attributes}>${escapeXml(text)}</text>`;
	const lines = captions.flatMap(({ first, second }, index) => {
		const { left, top } = captionedPlace(index);
		const y = top + CAPTIONED_SIDE;
		const cut = (text: string) => truncate(drawable(text, font), CAPTIONED_SIDE, TEXT_SIZE, font);
		return [
			line(left, y + 28, cut(first), `fill="${COLOUR.orange}" font-weight="bold"`),
			line(left, y + 56, cut(second), `fill="${COLOUR.ink}"`),
		];
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILY}">`,
		line(
			MARGIN,
			50,
			truncate(drawable(title, font), WIDTH - 2 * MARGIN, TITLE_SIZE, font),
			`fill="${COLOUR.ink}" font-weight="bold"`,
			TITLE_SIZE,
		),
		...lines,
		'</svg>',
	].join('');
}

function escapeXml(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

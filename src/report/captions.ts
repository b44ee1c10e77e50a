import { percent } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import { messagesFor } from '../i18n/messages.ts';
import { COLOUR, labelName, truncate, WIDTH } from './charts/style.ts';
import { FONT_FAMILY, type Font } from './font.ts';

/** What stands below the photos of a grid: what each was judged, and what it is labelled. */
export interface Captions {
	readonly locale: Locale;
	/** All labels, in training order: one that cannot be written is told by its number. */
	readonly labels: readonly string[];
	readonly photos: readonly {
		readonly judged: string;
		readonly confidence: number;
		readonly labelled: string;
	}[];
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

/** The text alone, on nothing: SVG. */
export function captionsSvg({ locale, labels, photos }: Captions, font: Font): string {
	const text = messagesFor(locale).report.hardest;
	const { width, height } = captionedSize(photos.length);
	/** The name is cut, and never the words around it. */
	const line = (x: number, y: number, label: string, say: (name: string) => string, attributes: string) => {
		const room = CAPTIONED_SIDE - font.width(say('')) * TEXT_SIZE;
		const name = truncate(labelName(label, labels.indexOf(label), font), room, TEXT_SIZE, font);
		return textElement(x, y, say(name), `font-size="${TEXT_SIZE}" ${attributes}`);
	};
	const lines = photos.flatMap(({ judged, confidence, labelled }, index) => {
		const { left, top } = captionedPlace(index);
		const y = top + CAPTIONED_SIDE;
		const judgement = (name: string) => text.judged(name, percent(confidence, locale));
		return [
			line(left, y + 28, judged, judgement, `fill="${COLOUR.orange}" font-weight="bold"`),
			line(left, y + 56, labelled, text.labelled, `fill="${COLOUR.ink}"`),
		];
	});
	const title = `font-size="${TITLE_SIZE}" font-weight="bold" fill="${COLOUR.ink}"`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${FONT_FAMILY}">`,
		textElement(MARGIN, 50, text.title, title),
		...lines,
		'</svg>',
	].join('');
}

function textElement(x: number, y: number, content: string, attributes: string): string {
	const escaped = content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
	return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}

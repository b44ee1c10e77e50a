import { writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { FONT_FAMILY, fontFiles } from '../src/report/font.ts';

/** Draws docs/images/scale.png and scale-ja.png: `npx tsx scripts/scale-picture.ts` */

interface Words {
	readonly file: string;
	readonly discord: string;
	readonly gateway: string;
	readonly bot: string;
	readonly shards: (from: number, to: number) => string;
	readonly leads: string;
	readonly workers: string;
	readonly works: string;
	readonly redis: readonly [string, string];
	readonly rows: readonly [string, string];
	readonly files: readonly [string, string];
}

const ENGLISH: Words = {
	file: 'scale.png',
	discord: 'Discord',
	gateway: '8 shards of the gateway',
	bot: 'Bot',
	shards: (from, to) => `shards ${from} to ${to}`,
	leads: 'leads: planned trainings',
	workers: 'Workers',
	works: 'judge, train, crawl',
	redis: ['Redis', 'work, leader, logins'],
	rows: ['PostgreSQL', 'labels, settings, schedules'],
	files: ['S3 store', 'photos, models'],
};

const JAPANESE: Words = {
	file: 'scale-ja.png',
	discord: 'Discord',
	gateway: 'ゲートウェイの 8 シャード',
	bot: 'ボット',
	shards: (from, to) => `シャード ${from}〜${to}`,
	leads: 'リーダー：予定の学習',
	workers: 'ワーカー',
	works: '判定、学習、収集',
	redis: ['Redis', '仕事、リーダー、ログイン'],
	rows: ['PostgreSQL', 'ラベル、設定、予定'],
	files: ['S3 ストア', '写真、モデル'],
};

const [WIDTH, HEIGHT] = [920, 470];
/** Twice, for screens with small pixels. */
const SCALE = 2;
const INK = '#1f2933';
const FAINT = '#5b6770';
const KINDS = { discord: '#e4e6fb', ours: '#dff1ea', engine: '#fdeeda' } as const;

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly kind: keyof typeof KINDS;
	readonly lines: readonly string[];
}

const HEIGHT_OF_BOX = 84;

function box({ x, y, width, kind, lines }: Box): string {
	const [title = '', ...rest] = lines;
	const middle = x + width / 2;
	const top = y + (HEIGHT_OF_BOX - 22 * lines.length) / 2 + 17;
	const line = (text: string, n: number, style: string) =>
		`<text x="${middle}" y="${top + 22 * n}" text-anchor="middle" ${style}>${text}</text>`;
	return [
		`<rect x="${x}" y="${y}" width="${width}" height="${HEIGHT_OF_BOX}" rx="10" fill="${KINDS[kind]}" stroke="${INK}" stroke-opacity=".25"/>`,
		line(title, 0, `font-size="17" font-weight="700" fill="${INK}"`),
		...rest.map((text, n) => line(text, n + 1, `font-size="14" fill="${FAINT}"`)),
	].join('');
}

/** From the lower edge of one box to the upper edge of another. */
function line(from: Box, to: Box, dashed = false): string {
	const [x1, y1] = [from.x + from.width / 2, from.y + HEIGHT_OF_BOX];
	const [x2, y2] = [to.x + to.width / 2, to.y];
	return `<path d="M${x1} ${y1} C${x1} ${y1 + 36} ${x2} ${y2 - 36} ${x2} ${y2}" fill="none" stroke="${FAINT}" stroke-width="1.5" ${dashed ? 'stroke-dasharray="5 5"' : ''}/>`;
}

function draw(words: Words): string {
	const discord: Box = {
		x: 190,
		y: 24,
		width: 290,
		kind: 'discord',
		lines: [words.discord, words.gateway],
	};
	const bots: Box[] = [
		{ x: 40, y: 190, width: 270, kind: 'ours', lines: [words.bot, words.shards(0, 3), words.leads] },
		{ x: 350, y: 190, width: 270, kind: 'ours', lines: [words.bot, words.shards(4, 7)] },
	];
	const workers: Box = { x: 660, y: 190, width: 220, kind: 'ours', lines: [words.workers, words.works] };
	const engines: Box[] = [words.redis, words.rows, words.files].map((lines, n) => ({
		x: 40 + n * 290,
		y: 362,
		width: 260,
		kind: 'engine',
		lines,
	}));
	const lines = [
		...bots.map((bot) => line(discord, bot)),
		...[...bots, workers].flatMap((part) => engines.map((engine) => line(part, engine, true))),
	];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" font-family="${FONT_FAMILY}">`,
		'<rect width="100%" height="100%" fill="#fff"/>',
		...lines,
		...[discord, ...bots, workers, ...engines].map(box),
		'</svg>',
	].join('\n');
}

for (const words of [ENGLISH, JAPANESE]) {
	const font = { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: FONT_FAMILY };
	const picture = new Resvg(draw(words), { font, fitTo: { mode: 'zoom', value: SCALE } }).render();
	writeFileSync(new URL(`../docs/images/${words.file}`, import.meta.url), picture.asPng());
}

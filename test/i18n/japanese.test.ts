import { readdirSync, readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';
import { describe, expect, it } from 'vitest';

const FOLDER = 'src/i18n/ja';

/** Stands for what a text is filled with: a label, a number, another text. */
const FILLED = '◯';

/** What people named, and Japanese names most of it in Japanese. */
const NAMES = /^(?:label|labels|suggestion|judged|weakest|author|user|channel|channels)$/;

/** The same for a name. */
const NAME = '□';

const JAPANESE = '[\u3005-\u30ff\u3400-\u9fff\uff01-\uff5e]';

/** One word for one thing: what is written otherwise, and what to write instead. */
const TERMS: readonly [otherwise: RegExp, term: string][] = [
	[/ホスト(?!名)|運営している人|管理人/, '運営者'],
	[/昇格|(?<!切り)替[えわ]/, '切り替え'],
	[/(?<!› )\bBot\b|ロボット|私(?!的)/, 'ボット'],
	[/利用者|参加者|ユーザー(?! ID)/, 'メンバー'],
	[/読み取|読込み?|(?<!ダウン)ロード中/, '読み込み'],
	[/測定|成績|査定/, '評価'],
	[/代用|身代わり/, '代役'],
	[
		/メモリ(?!ー)|サーバ(?!ー)|フォルダ(?!ー)|ユーザ(?!ー)|カテゴリ(?!ー)|コンピュータ(?!ー)|パラメータ(?!ー)/,
		'ー',
	],
	[/だれ/, '誰'],
];

interface Literal {
	readonly type: string;
	readonly value: unknown;
	readonly quasis: readonly { readonly cooked: string }[];
	/** An identifier's `value` is its name. */
	readonly expressions: readonly { readonly value?: string }[];
}

/** Every text of a file, in one piece: names are `□`, all else that fills it `◯`; code is left out. */
function textsOf(file: string): string[] {
	const texts: string[] = [];
	const visit = (node: unknown) => {
		if (Array.isArray(node)) return node.forEach(visit);
		if (typeof node !== 'object' || node === null) return;
		const { type, value, quasis, expressions } = node as Partial<Literal>;
		if (type === 'ImportDeclaration') return;
		if (type === 'StringLiteral' && typeof value === 'string') texts.push(value);
		if (type === 'TemplateLiteral' && quasis && expressions) {
			const marks = expressions.map((filled) => (NAMES.test(filled.value ?? '') ? NAME : FILLED));
			texts.push(quasis.map(({ cooked }, n) => cooked + (marks[n] ?? '')).join(''));
		}
		Object.values(node).forEach(visit);
	};
	visit(parseSync(readFileSync(`${FOLDER}/${file}`, 'utf8'), { syntax: 'typescript' }));
	return texts
		.map((text) => text.replace(/`[^`]*`/g, '').replace(/https?:\/\/[\w./-]+/g, ''))
		.filter((text) => new RegExp(JAPANESE).test(text));
}

const files = readdirSync(FOLDER);

describe.each(files)('the Japanese of %s', (file) => {
	const texts = textsOf(file);

	it('has one word for one thing', () => {
		const wrong = texts.flatMap((text) =>
			TERMS.filter(([otherwise]) => otherwise.test(text)).map(([, term]) => `${term}: ${text}`),
		);
		expect(wrong, 'each begins with the word to use').toEqual([]);
	});

	it('sets full-width punctuation', () => {
		const beside = `(?:${JAPANESE}|${FILLED}|${NAME}|\\*\\*)`;
		const half = new RegExp(`${beside}[?!:;(),~]|[?!:;()~]${beside}|${JAPANESE} …|… ${JAPANESE}`);
		expect(texts.filter((text) => half.test(text))).toEqual([]);
	});

	it('sets no space beside a name', () => {
		const particle = '(?:を|が|は|の|と|に|へ|で|から|より|らし)';
		const spaced = new RegExp(`${NAME}(?:\\*\\*)? ${particle}`);
		expect(texts.filter((text) => spaced.test(text))).toEqual([]);
	});
});

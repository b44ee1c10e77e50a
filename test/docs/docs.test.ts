import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../src/config.ts';
import { cliCommands, cliMentions, commandRows } from './command-line.ts';
import {
	anchorsOf,
	codeSpans,
	type Page,
	pagesIn,
	parsePage,
	ROOT,
	readPage,
	relativeLinks,
} from './markdown.ts';
import { menuCommands, slashCommands, slashMentions } from './slash-commands.ts';

const LANGUAGES = [
	{ language: 'English', readme: 'README.md', folder: 'docs' },
	{ language: 'Japanese', readme: 'README.ja.md', folder: 'docs/ja' },
] as const;

const SETTINGS = Object.keys(settingsSchema.shape);

function pagesOf({ readme, folder }: (typeof LANGUAGES)[number]): Page[] {
	return [readme, ...pagesIn(folder).map((name) => `${folder}/${name}`)].map(readPage);
}

const pages = LANGUAGES.flatMap(pagesOf);
const allPages = [...pages, readPage('CONTRIBUTING.md')];

describe('what README and docs name exists:', () => {
	test.each(allPages.map((page) => [page.path, page] as const))('%s', (_, page) => {
		expect(problemsOf(page)).toEqual([]);
	});
});

describe.each(LANGUAGES)('in $language nothing is missing:', (place) => {
	const own = pagesOf(place);

	test('slash commands and their options', () => {
		const named = own.flatMap(slashMentions);
		const missing = [...slashCommands()].flatMap(([command, options]) => {
			const mentions = named.filter((mention) => mention.command === command);
			if (mentions.length === 0) return [`/${command}`];
			const given = new Set(mentions.flatMap((mention) => mention.options));
			return options.filter((option) => !given.has(option)).map((option) => `/${command} ${option}`);
		});
		expect(missing).toEqual([]);
		const text = own.map((page) => page.text).join('\n');
		for (const name of menuCommands()) expect(text).toContain(name);
	});

	test('commands of the command line and their options', () => {
		const page = readPage(`${place.folder}/command-line.md`);
		const rows = commandRows(page);
		const missing = [...cliCommands()].flatMap(([command, options]) => {
			const row = rows.find(({ commands }) => commands.includes(command))?.row;
			if (row === undefined) return [`hantei ${command}`];
			// What the row does not say itself may stand on a page that it leads to.
			const linked = relativeLinks(parsePage(page.path, row)).map((link) => link.split('#')[0] ?? '');
			const texts = [row, ...linked.filter(Boolean).map((link) => readPage(join(place.folder, link)).text)];
			return options
				.filter((option) => !texts.some((text) => names(text, option)))
				.map((option) => `hantei ${command} ${option}`);
		});
		expect(missing).toEqual([]);
	});

	test('settings, with their defaults', () => {
		const rows = readPage(`${place.folder}/settings.md`).prose.filter((line) => line.startsWith('| `'));
		const listed = new Map(
			rows.map((row) => {
				const [, setting = '', value = ''] = row.split('|').map((cell) => cell.trim().replaceAll('`', ''));
				return [setting, value];
			}),
		);
		expect([...listed.keys()].sort()).toEqual(SETTINGS.toSorted());
		const defaults = readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^#([A-Z_]+)=(.+)$/gm);
		for (const [, setting = '', value] of defaults)
			expect([setting, listed.get(setting)]).toEqual([setting, value]);
	});
});

describe('both languages have', () => {
	test('the same pages', () => {
		expect(pagesIn('docs/ja')).toEqual(pagesIn('docs'));
	});

	test.each(pagesIn('docs'))('the same headings, tables, code and pictures: %s', (name) => {
		expect(shapeOf(readPage(`docs/ja/${name}`))).toEqual(shapeOf(readPage(`docs/${name}`)));
	});

	test.each(LANGUAGES)('a README of one screen with links to all pages: $language', ({ readme, folder }) => {
		const page = readPage(readme);
		expect(page.text.split('\n').length).toBeLessThanOrEqual(45);
		const linked = relativeLinks(page).filter(
			(link) => link.startsWith(`${folder}/`) && link.endsWith('.md'),
		);
		expect([...new Set(linked)].sort()).toEqual(pagesIn(folder).map((name) => `${folder}/${name}`));
	});
});

describe('a page that names what does not exist is told so:', () => {
	test.each([
		['Try `/lern`.', 'no command /lern'],
		['Try `/labels ad name`.', 'no command /labels ad'],
		['Try `/crawl label number`.', '/crawl takes no number'],
		['Try `/model list`, `inform`.', 'no command /model inform'],
		['```\n/schedule set hour:03\n```', '/schedule set takes no hour'],
		['Try `hantei judge photo.jpg`.', 'no command hantei judge photo.jpg'],
		['Try `npx hantei labels ad crow`.', 'no command hantei labels ad'],
		['Try `hantei crawl crow --number 3`.', 'hantei crawl takes no --number'],
		['```console\n$ npx hantei train --form photos/\n```', 'hantei train takes no --form'],
		['The option `--number`.', 'no option --number'],
		['Set `HANTEI_SPEED=1`.', 'no setting HANTEI_SPEED'],
		['See [here](nowhere.md).', 'no file docs/nowhere.md'],
		['![A picture](images/nothing.png)', 'no file docs/images/nothing.png'],
		['<img src="images/nothing.png">', 'no file docs/images/nothing.png'],
		['See [here](models.md#nothing).', 'no heading models.md#nothing'],
		['See [here](#nothing).', 'no heading #nothing'],
		['Run `npm run nothing`.', 'no script nothing'],
		['Read `src/nothing.ts`.', 'no file src/nothing.ts'],
	])('%s', (text, problem) => {
		expect(problemsOf(parsePage('docs/sample.md', text))).toEqual([problem]);
	});
});

/** What a page names and there is not. */
function problemsOf(page: Page): string[] {
	return [
		...[...slashMentions(page), ...cliMentions(page)].flatMap(({ problem }) => problem ?? []),
		...unknownOptions(page),
		...unknownSettings(page),
		...deadLinks(page),
		...unknownScripts(page),
		...missingFiles(page),
	];
}

function unknownOptions({ prose }: Page): string[] {
	const known = new Set([...cliCommands().values()].flat());
	const others = ['--version', '--help'];
	return prose
		.flatMap(codeSpans)
		.flatMap((span) => /^--[a-z-]+/.exec(span) ?? [])
		.filter((option) => !known.has(option) && !others.includes(option) && option !== '--omit')
		.map((option) => `no option ${option}`);
}

function unknownSettings({ text }: Page): string[] {
	const named =
		text.match(/\b(?:HANTEI|CRAWLER|DISCORD|FLICKR|IMAGE|WEB|PLAYGROUND|PHOTO_SOURCE|LOG)_[A-Z_]+\b/g) ?? [];
	return [...new Set(named)].filter((name) => !SETTINGS.includes(name)).map((name) => `no setting ${name}`);
}

function deadLinks(page: Page): string[] {
	return relativeLinks(page).flatMap((link) => {
		const [path = '', anchor] = link.split('#');
		const file = path === '' ? page.path : normalize(join(dirname(page.path), path));
		if (path !== '' && !existsSync(join(ROOT, file))) return [`no file ${file}`];
		if (anchor === undefined) return [];
		const target = path === '' ? page : readPage(file);
		return anchorsOf(target).has(decodeURIComponent(anchor)) ? [] : [`no heading ${link}`];
	});
}

function unknownScripts({ text }: Page): string[] {
	const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
	const named = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
	return named.filter((name) => !(name in scripts)).map((name) => `no script ${name}`);
}

function missingFiles({ prose }: Page): string[] {
	const named = prose
		.flatMap(codeSpans)
		.filter((span) => /^(src|scripts|test|bench|packages)\/[\w./-]+$/.test(span));
	return named.filter((path) => !existsSync(join(ROOT, path))).map((path) => `no file ${path}`);
}

/** What two translations of a page have in common. */
function shapeOf(page: Page) {
	return {
		headings: page.headings.map(({ level }) => level),
		rows: page.prose.filter((line) => line.startsWith('|')).length,
		code: page.text.split('\n```').length,
		pictures: relativeLinks(page)
			.filter((link) => link.endsWith('.png'))
			.map((link) => link.replace(/^.*\//, '').replace(/-ja\.png$/, '.png')),
	};
}

function names(text: string, option: string): boolean {
	return new RegExp(`(?<![\\w-])${option}(?![\\w-])`).test(text);
}

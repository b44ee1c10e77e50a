import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

export const ROOT = normalize(join(import.meta.dirname, '..', '..'));

/** A page of Markdown, by its path from the root, and what can be told of it without rendering it. */
export interface Page {
	readonly path: string;
	readonly text: string;
	/** Lines outside fenced and indented code. */
	readonly prose: readonly string[];
	/** Lines inside. */
	readonly code: readonly string[];
	readonly headings: readonly { readonly level: number; readonly title: string }[];
}

export function readPage(path: string): Page {
	return parsePage(path, readFileSync(join(ROOT, path), 'utf8'));
}

export function parsePage(path: string, text: string): Page {
	const prose: string[] = [];
	const code: string[] = [];
	let isFenced = false;
	for (const line of text.split('\n')) {
		if (line.startsWith('```')) isFenced = !isFenced;
		else if (isFenced || /^ {4}\S/.test(line)) code.push(line.trim());
		else prose.push(line);
	}
	const headings = prose.flatMap((line) => {
		const [, marks = '', title = ''] = /^(#+) (.*)$/.exec(line) ?? [];
		return marks === '' ? [] : [{ level: marks.length, title }];
	});
	return { path, text, prose, code, headings };
}

/** Names of the pages in a folder, without what lies in folders below it. */
export function pagesIn(folder: string): string[] {
	return readdirSync(join(ROOT, folder))
		.filter((name) => name.endsWith('.md'))
		.sort();
}

/** What stands between backticks in a line. */
export function codeSpans(line: string): string[] {
	return [...line.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
}

/** Where links and pictures of a page lead, but for addresses on the internet. */
export function relativeLinks({ prose }: Page): string[] {
	return prose.flatMap((line) => {
		const withoutCode = line.replace(/`[^`]+`/g, (code) => (code.includes('](') ? '' : code));
		const links = [...withoutCode.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)];
		return links.map(([, link, picture]) => link ?? picture ?? '').filter((link) => !/^https?:/.test(link));
	});
}

/** The anchors that GitHub gives a page's headings: https://github.com/gjtorikian/html-pipeline (toc_filter). */
export function anchorsOf({ headings }: Page): Set<string> {
	const anchors = new Set<string>();
	for (const { title } of headings) {
		const words = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
		const anchor = words.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
		let unique = anchor;
		for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
		anchors.add(unique);
	}
	return anchors;
}

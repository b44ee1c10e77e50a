import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { Hono } from 'hono';
import { PAGE_ROOT } from './page-root.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.jpg': 'image/jpeg',
	'.woff2': 'font/woff2',
};

const { resolve } = createRequire(import.meta.url);

/** What others have made, by the addresses that the page's import map and style sheet name. */
const VENDORED = [
	['vendor/preact.js', resolve('preact')],
	['vendor/hooks.js', resolve('preact/hooks')],
	['vendor/htm.js', join(dirname(resolve('htm')), 'htm.module.js')],
	// For systems without a font of emoji; browsers fetch it only there.
	['emoji.woff2', resolve('twemoji-colr-font/twemoji.woff2')],
] as const;

/** The files of the page, read once: only these are ever served, whatever a request asks for. */
export function assetRoutes(): Hono {
	const routes = new Hono();
	const files = pageFiles().map((path) => [path, join(PAGE_ROOT, path)] as const);
	for (const [path, file] of [...files, ...VENDORED]) {
		const contentType = CONTENT_TYPES[extname(path)];
		if (contentType === undefined) continue;
		const content = new Uint8Array(readFileSync(file));
		const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
		// Asked for again at every visit, and not sent again unless changed.
		const headers = { 'Cache-Control': 'no-cache', ETag: etag };
		routes.get(path === 'index.html' ? '/' : `/${path}`, (context) =>
			context.req.header('if-none-match') === etag
				? context.body(null, 304, headers)
				: context.body(content, 200, { ...headers, 'Content-Type': contentType }),
		);
	}
	return routes;
}

/** Relative, with `/`. */
function pageFiles(folder = ''): string[] {
	return readdirSync(join(PAGE_ROOT, folder), { withFileTypes: true }).flatMap((entry) =>
		entry.isDirectory() ? pageFiles(`${folder}${entry.name}/`) : `${folder}${entry.name}`,
	);
}

/** The import map stands in the page itself; its hash is what the policy lets through. */
export function importMapHash(): string {
	const page = readFileSync(join(PAGE_ROOT, 'index.html'), 'utf8');
	const [, map = ''] = /<script type="importmap">(.*?)<\/script>/s.exec(page) ?? [];
	return `'sha256-${createHash('sha256').update(map).digest('base64')}'`;
}

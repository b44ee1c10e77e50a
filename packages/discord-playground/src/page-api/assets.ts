import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
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

/** Twemoji, for systems without a font of emoji; browsers fetch it only there. */
const EMOJI_FONT = createRequire(import.meta.url).resolve('twemoji-colr-font/twemoji.woff2');

/** The files of the page, read once: only these are ever served, whatever a request asks for. */
export function assetRoutes(): Hono {
	const routes = new Hono();
	const files = pageFiles().map((path) => [path, join(PAGE_ROOT, path)] as const);
	for (const [path, file] of [...files, ['emoji.woff2', EMOJI_FONT] as const]) {
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

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import { getMimeType } from 'hono/utils/mime';

/** What browsers run is not compiled: it is as far from the sources as from the compiled output. */
const PAGE_ROOT = fileURLToPath(new URL('../../page/', import.meta.url));

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
	const files = readdirSync(PAGE_ROOT, { recursive: true, encoding: 'utf8' });
	const own = files.map((path) => [path.replaceAll(sep, '/'), join(PAGE_ROOT, path)] as const);
	for (const [path, file] of [...own, ...VENDORED]) {
		const contentType = getMimeType(path);
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

/** The import map stands in the page itself; its hash is what the policy lets through. */
export function importMapHash(): string {
	const page = readFileSync(join(PAGE_ROOT, 'index.html'), 'utf8');
	const [, map = ''] = /<script type="importmap">(.*?)<\/script>/s.exec(page) ?? [];
	return `'sha256-${createHash('sha256').update(map).digest('base64')}'`;
}

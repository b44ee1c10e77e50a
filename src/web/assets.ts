import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Hono } from 'hono';
import { packageRoot } from '../package-root.ts';
import type { WebEnv } from './env.ts';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.css': 'text/css; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};

/** In the order of the cascade. */
const STYLES = ['base.css', 'upload.css', 'result.css'];

export interface Asset {
	/** Holds a hash of the content, so that browsers may keep it for ever. */
	readonly path: string;
	readonly contentType: string;
	readonly content: string;
}

export interface Assets {
	readonly styles: readonly Asset[];
	readonly script: Asset;
	readonly icon: Asset;
}

/** Reads the files of the page once: only these are ever served, whatever a request asks for. */
export function loadAssets(): Assets {
	return { styles: STYLES.map(load), script: load('page.js'), icon: load('icon.svg') };
}

export function assetRoutes(assets: Assets): Hono<WebEnv> {
	const routes = new Hono<WebEnv>();
	for (const { path, contentType, content } of [...assets.styles, assets.script, assets.icon]) {
		const headers = { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=31536000, immutable' };
		routes.get(path, (context) => context.body(content, 200, headers));
	}
	return routes;
}

function load(name: string): Asset {
	const content = readFileSync(join(packageRoot(), 'src', 'web', 'page', name), 'utf8');
	const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
	const extension = extname(name);
	return {
		path: `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`,
		contentType: CONTENT_TYPES[extension],
		content,
	};
}

import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { importMapHash } from './assets.ts';
import { PageError } from './page-error.ts';

/** Nothing is loaded but our own files, nothing runs inline but the import map, nobody may frame the page. */
export function securityHeaders(): MiddlewareHandler {
	return secureHeaders({
		contentSecurityPolicy: {
			defaultSrc: ["'none'"],
			scriptSrc: ["'self'", importMapHash()],
			styleSrc: ["'self'"],
			// Pictures about to be posted are previewed from the browser's own memory.
			imgSrc: ["'self'", 'blob:'],
			mediaSrc: ["'self'"],
			fontSrc: ["'self'"],
			connectSrc: ["'self'"],
			formAction: ["'none'"],
			baseUri: ["'none'"],
			frameAncestors: ["'none'"],
		},
		permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
		referrerPolicy: 'same-origin',
		// Plain HTTP on this machine; the header would also hold for every other program on it.
		strictTransportSecurity: false,
		xFrameOptions: 'DENY',
	});
}

/** Refuses what a page elsewhere made a browser post here: the playground has no accounts. */
export function guard(): MiddlewareHandler {
	return async ({ req }, next) => {
		const host = parse(`http://${req.header('host') ?? ''}`)?.host ?? '';
		if (req.method !== 'GET' && req.method !== 'HEAD' && isCrossSite(req.header.bind(req), host)) {
			throw new PageError(403, 'cross-site', 'another site sent this');
		}
		await next();
	};
}

/** Programs send neither header; every browser sends Origin with a POST. */
function isCrossSite(header: (name: string) => string | undefined, ownHost: string): boolean {
	const site = header('sec-fetch-site');
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
	const origin = header('origin');
	return origin !== undefined && parse(origin)?.host !== ownHost;
}

function parse(url: string): URL | undefined {
	return URL.canParse(url) ? new URL(url) : undefined;
}

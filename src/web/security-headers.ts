import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Nothing is loaded but our own files, nothing runs inline, nobody may frame the page. */
export function securityHeaders(): MiddlewareHandler {
	return secureHeaders({
		contentSecurityPolicy: {
			defaultSrc: ["'none'"],
			scriptSrc: ["'self'"],
			styleSrc: ["'self'"],
			// The page previews the chosen pictures from the browser's own memory, and an explanation comes with its pictures
			// in it: nothing of a picture is kept to be fetched later.
			imgSrc: ["'self'", 'blob:', 'data:'],
			connectSrc: ["'self'"],
			formAction: ["'self'"],
			baseUri: ["'none'"],
			frameAncestors: ["'none'"],
		},
		permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
		// `no-referrer` would have browsers send `Origin: null` with our own form.
		referrerPolicy: 'same-origin',
		// Plain HTTP on this machine; the header would also hold for every other program on it.
		strictTransportSecurity: false,
		xFrameOptions: 'DENY',
	});
}

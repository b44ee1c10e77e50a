const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1']);

/**
 * Whether a Host header names this machine. A page elsewhere can point its own name here, and so have a browser talk
 * to the playground as if it were that site (DNS rebinding); the header is what gives it away.
 */
export function isOwnHost(header: string | undefined): boolean {
	const url = `http://${header ?? ''}`;
	return URL.canParse(url) && LOOPBACK_NAMES.has(new URL(url).hostname);
}

import { isIP } from 'node:net';
import type { MiddlewareHandler } from 'hono';
import { UserError } from '../errors.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const ALL_INTERFACES = new Set(['0.0.0.0', '::']);

/** Refuses what a browser was tricked into sending. */
export function guard(listeningOn: string): MiddlewareHandler {
	return async ({ req }, next) => {
		const host = req.header('host');
		if (!isOurHost(host, listeningOn)) throw new UserError('host-not-allowed', { host: host ?? '' });
		const provenance = { host, origin: req.header('origin'), secFetchSite: req.header('sec-fetch-site') };
		if (req.method === 'POST' && isCrossSite(provenance)) throw new UserError('cross-site-request', {});
		await next();
	};
}

/**
 * Whether a request's Host header names us. A page elsewhere can point its own domain name at this machine and
 * so have a browser talk to us as if we were that site (DNS rebinding); the Host header is what gives it away.
 * @param listeningOn the address we listen on, as configured
 */
export function isOurHost(hostHeader: string | undefined, listeningOn: string): boolean {
	const name = hostnameOf(hostHeader);
	if (name === undefined) return false;
	if (LOOPBACK_NAMES.has(name) || unbracketed(name) === listeningOn.toLowerCase()) return true;
	// Reachable by every address of this machine then, and an address, unlike a name, cannot be pointed elsewhere.
	return ALL_INTERFACES.has(listeningOn) && isIP(unbracketed(name)) !== 0;
}

export interface RequestProvenance {
	readonly host: string | undefined;
	readonly origin: string | undefined;
	readonly secFetchSite: string | undefined;
}

/**
 * Whether another site made a browser send this. Programs send neither header, and browsers too old for
 * Sec-Fetch-Site, or on plain HTTP over a network, still send Origin with every POST.
 */
export function isCrossSite({ host, origin, secFetchSite }: RequestProvenance): boolean {
	if (secFetchSite !== undefined) return secFetchSite !== 'same-origin' && secFetchSite !== 'none';
	if (origin === undefined) return false;
	return !URL.canParse(origin) || new URL(origin).host !== hostOf(host);
}

function hostnameOf(hostHeader: string | undefined): string | undefined {
	return parse(hostHeader)?.hostname;
}

function hostOf(hostHeader: string | undefined): string | undefined {
	return parse(hostHeader)?.host;
}

/** Lower case, without the default port, addresses in their usual form. */
function parse(hostHeader: string | undefined): URL | undefined {
	const url = `http://${hostHeader ?? ''}`;
	return URL.canParse(url) ? new URL(url) : undefined;
}

function unbracketed(name: string): string {
	return name.replace(/^\[(.*)\]$/, '$1');
}

import { EventEmitter, once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { UserError } from '../errors.ts';
import { type AppOptions, createApp } from './app.ts';

export interface WebOptions extends Omit<AppOptions, 'host'> {
	/** 0 takes any free port; `url` says which. */
	readonly port: number;
	/** Address to listen on; the default can be reached from this machine only. */
	readonly host?: string;
	/** Milliseconds that the headers of a request may take. */
	readonly headersMs?: number;
}

export interface Web {
	/** Address to open in a browser, without a trailing slash. */
	readonly url: string;
	/**
	 * Takes no more connections, lets the requests under way finish and resolves when the last one has.
	 * @param graceMs after which the connections still open are cut
	 */
	close(graceMs?: number): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Where to open a page that is served on every address of this machine. */
const OPEN_AT: Readonly<Record<string, string>> = { '0.0.0.0': LOOPBACK, '::': '::1' };

/** With the time until Node looks, 25 s at most. */
const HEADERS_MS = 20_000;

/** Leaves the rest of the process some of the 8 s that a shut-down may take. */
const GRACE_MS = 5_000;

/**
 * Serves the judge page and its API.
 * @throws {UserError} `port-taken` or `address-unavailable`
 */
export async function startWeb({
	host = LOOPBACK,
	port,
	headersMs = HEADERS_MS,
	...rest
}: WebOptions): Promise<Web> {
	const app = createApp({ ...rest, host });
	const server = createAdaptorServer({
		fetch: app.fetch,
		overrideGlobalObjects: false,
		// Node looks only now and then; in between, a slow connection stays.
		serverOptions: { headersTimeout: headersMs, connectionsCheckingInterval: headersMs / 4 },
	}) as Server;
	const requests = trackRequests(server);
	await listen(server, host, port);
	return {
		url: urlOf(OPEN_AT[host] ?? host, (server.address() as AddressInfo).port),
		close: (graceMs = GRACE_MS) => closeWithin(server, requests, graceMs),
	};
}

interface Requests {
	/** Resolves as soon as no request is under way. */
	finished(): Promise<void>;
}

function trackRequests(server: Server): Requests {
	const underWay = new Set<ServerResponse>();
	const emptied = new EventEmitter();
	server.on('request', (_request, response) => {
		underWay.add(response);
		response.once('close', () => {
			underWay.delete(response);
			if (underWay.size === 0) emptied.emit('empty');
		});
	});
	return {
		async finished() {
			if (underWay.size > 0) await once(emptied, 'empty');
		},
	};
}

function listen(server: Server, host: string, port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const onError = (error: NodeJS.ErrnoException) => reject(listenError(error, host, port));
		server.once('error', onError);
		server.listen(port, host, () => {
			server.off('error', onError);
			resolve();
		});
	});
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): UserError {
	if (error.code === 'EADDRINUSE')
		return new UserError('port-taken', { port, setting: 'WEB_PORT' }, { cause: error });
	const details = { address: new URL(urlOf(host, port)).host, reason: error.code ?? error.message };
	return new UserError('address-unavailable', details, { cause: error });
}

function urlOf(host: string, port: number): string {
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function closeWithin(server: Server, requests: Requests, graceMs: number): Promise<void> {
	const closed = new Promise<void>((resolve) => {
		server.close(() => resolve());
	});
	// Connections kept for later, or opened by a browser in advance, would else stay until their clients let go.
	void requests.finished().then(() => server.closeAllConnections());
	const cut = setTimeout(() => server.closeAllConnections(), graceMs);
	await closed;
	clearTimeout(cut);
}

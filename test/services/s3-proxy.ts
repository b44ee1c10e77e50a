import {
	createServer,
	type IncomingMessage,
	type RequestOptions,
	request,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with a request; undefined lets it through. */
export type Fault =
	/** The store says that it cannot. */
	| { readonly kind: 'status'; readonly status: number }
	/** It takes so long before anything is done. */
	| { readonly kind: 'slow'; readonly ms: number }
	/** Nothing is answered. */
	| { readonly kind: 'silence' }
	/** The connection ends in the middle of what is sent to the store. */
	| { readonly kind: 'cut-upload' }
	/** The connection ends in the middle of the answer. */
	| { readonly kind: 'cut-answer' }
	/** The store did it, and nobody hears of it. */
	| { readonly kind: 'lost-answer' }
	/** One byte of the answer is another. */
	| { readonly kind: 'altered' };

export interface Asked {
	readonly method: string;
	readonly path: string;
}

export interface S3Proxy {
	readonly endpoint: string;
	/** All requests so far. */
	readonly asked: readonly Asked[];
	/** Decides of each request what goes wrong with it. */
	fault: (asked: Asked) => Fault | undefined;
	close(): Promise<void>;
}

/** Stands between a client and a store, and lets things go wrong. Signatures stay good: the host's name is passed on. */
export async function startS3Proxy(store: string): Promise<S3Proxy> {
	const asked: Asked[] = [];
	const server = createServer((incoming, answer) => {
		const one = { method: incoming.method ?? '', path: decodeURIComponent(incoming.url ?? '') };
		asked.push(one);
		const fault = proxy.fault(one);
		if (fault?.kind === 'silence') return;
		if (fault?.kind === 'status') {
			incoming.resume();
			answer.writeHead(fault.status).end();
			return;
		}
		if (fault?.kind !== 'slow') return passOn(store, incoming, answer, fault);
		setTimeout(() => passOn(store, incoming, answer), fault.ms);
	});
	server.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const proxy: S3Proxy = {
		endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		fault: () => undefined,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return proxy;
}

function passOn(store: string, incoming: IncomingMessage, answer: ServerResponse, fault?: Fault): void {
	const { hostname, port } = new URL(store);
	const options: RequestOptions = { hostname, port, method: incoming.method, path: incoming.url };
	const chunks: Buffer[] = [];
	incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
	incoming.on('error', () => {});
	incoming.on('end', () => {
		const body = Buffer.concat(chunks);
		const outgoing = request({ ...options, headers: incoming.headers }, (theirs) => {
			const parts: Buffer[] = [];
			theirs.on('data', (part: Buffer) => parts.push(part));
			theirs.on('end', () => {
				const content = Buffer.concat(parts);
				if (fault?.kind === 'lost-answer') return void incoming.socket.destroy();
				answer.writeHead(theirs.statusCode ?? 502, theirs.headers);
				if (fault?.kind === 'altered' && content[0] !== undefined) content[0] ^= 1;
				if (fault?.kind !== 'cut-answer') return void answer.end(content);
				answer.write(content.subarray(0, content.length / 2), () => incoming.socket.destroy());
			});
		});
		outgoing.on('error', () => incoming.socket.destroy());
		if (fault?.kind === 'cut-upload') {
			outgoing.write(body.subarray(0, body.length / 2), () => {
				outgoing.destroy();
				incoming.socket.destroy();
			});
			return;
		}
		outgoing.end(body);
	});
}

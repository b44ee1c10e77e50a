import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Client, type ClientOptions, Events, GatewayIntentBits, Partials } from 'discord.js';
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { Playground } from '../src/playground.ts';
import type { PlaygroundOptions } from '../src/playground-options.ts';
import { startPlayground } from '../src/start.ts';

export const ALL_INTENTS = [
	GatewayIntentBits.Guilds,
	GatewayIntentBits.GuildMessages,
	GatewayIntentBits.GuildMessageReactions,
	GatewayIntentBits.GuildMessageTyping,
	GatewayIntentBits.DirectMessages,
	GatewayIntentBits.MessageContent,
];

/** A playground that ends with the test. */
export async function playgroundForTest(options: PlaygroundOptions = {}): Promise<Playground> {
	const playground = await startPlayground(options);
	onTestFinished(() => playground.close());
	return playground;
}

/** The real client, without the five seconds it waits between two identifies. */
export function clientFor(playground: Playground, options: Partial<ClientOptions> = {}): Client {
	const client = new Client({
		intents: ALL_INTENTS,
		partials: [Partials.Channel],
		allowedMentions: { parse: [], repliedUser: false },
		...options,
		rest: { ...playground.restOptions, ...options.rest },
		ws: { buildIdentifyThrottler: () => ({ waitForIdentify: async () => {} }), ...options.ws },
	});
	onTestFinished(() => client.destroy());
	return client;
}

export async function logIn(client: Client, playground: Playground): Promise<Client<true>> {
	const ready = once(client, Events.ClientReady);
	await client.login(playground.token);
	await ready;
	return client as Client<true>;
}

export async function loggedIn(
	playground: Playground,
	options: Partial<ClientOptions> = {},
): Promise<Client<true>> {
	return logIn(clientFor(playground, options), playground);
}

/** What tests read of answers; each test knows which of these its call has. */
export interface AnswerBody {
	readonly id: string;
	readonly code: number;
	readonly content: string;
	readonly errors: object;
	readonly attachments: readonly { readonly url: string }[];
	readonly components: readonly { readonly items: readonly { readonly media: { readonly url: string } }[] }[];
	readonly refreshed_urls: readonly { readonly original: string; readonly refreshed: string }[];
	readonly version: string;
	readonly [field: string]: unknown;
}

export interface Answer<Body> {
	readonly status: number;
	readonly body: Body;
	readonly headers: Headers;
}

/** One REST call as a client's library makes it. */
export async function call<Body = AnswerBody>(
	playground: Playground,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Answer<Body>> {
	const response = await fetch(`${playground.apiUrl}/v10${path}`, {
		method,
		headers: {
			authorization: `Bot ${playground.token}`,
			'user-agent': 'DiscordBot (https://example.org, 1.0)',
			...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
	return {
		status: response.status,
		body: (isJson ? JSON.parse(text) : text) as Body,
		headers: response.headers,
	};
}

export interface Packet {
	readonly op: number;
	readonly t: string | null;
	readonly s: number | null;
	readonly d: PacketData;
}

/** What tests read of packets. */
export interface PacketData {
	readonly id: string;
	readonly session_id: string;
	readonly nonce: string;
	readonly content: string;
	readonly guilds: readonly { readonly id: string }[];
	readonly members: readonly object[];
	readonly member_count: number;
	readonly referenced_message: { readonly content: string };
	readonly [field: string]: unknown;
}

/** A gateway client that does only what a test tells it. */
export class RawGateway {
	readonly packets: Packet[] = [];
	readonly socket: WebSocket;
	readonly closed: Promise<number>;
	#waiting: (() => void)[] = [];

	constructor(playground: Playground, query = 'v=10&encoding=json') {
		this.socket = new WebSocket(`${playground.url.replace('http', 'ws')}/gateway/?${query}`);
		this.socket.on('message', (data) => {
			this.packets.push(JSON.parse(String(data)) as Packet);
			for (const resume of this.#waiting.splice(0)) resume();
		});
		this.closed = new Promise((resolve) => this.socket.on('close', resolve));
		onTestFinished(() => this.socket.terminate());
	}

	send(op: number, d: unknown): void {
		this.socket.send(JSON.stringify({ op, d }));
	}

	/** The first packet, come or coming, that fits. */
	async packet(fits: (packet: Packet) => boolean): Promise<Packet> {
		for (;;) {
			const found = this.packets.find(fits);
			if (found) return found;
			await new Promise<void>((resolve) => this.#waiting.push(resolve));
		}
	}

	/** Hello, then identify. */
	async identify(playground: Playground, intents: number): Promise<Packet> {
		await this.packet(({ op }) => op === 10);
		this.send(2, { token: playground.token, intents, properties: { os: 'linux' } });
		return this.packet(({ t }) => t === 'READY');
	}
}

/** Lets what is under way on the loopback arrive, for tests that something does not happen. */
export async function settle(): Promise<void> {
	for (let turn = 0; turn < 5; turn++) await wait(4);
}

/** A PNG header: enough for what Discord looks at. */
export function pngOf(width: number, height: number): Uint8Array {
	const bytes = Buffer.alloc(64);
	bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
	bytes.writeUInt32BE(13, 8);
	bytes.write('IHDR', 12, 'latin1');
	bytes.writeUInt32BE(width, 16);
	bytes.writeUInt32BE(height, 20);
	return bytes;
}

/** Codes at a place of a form's nested errors object: `embeds.0.title`. */
export function codesAt(errors: object, path: string): string[] {
	let node: unknown = errors;
	for (const part of path.split('.').filter((name) => name !== '')) node = field(node, part);
	const found = field(node, '_errors');
	return Array.isArray(found) ? found.map((error) => String(field(error, 'code'))) : [];
}

function field(node: unknown, name: string): unknown {
	return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}

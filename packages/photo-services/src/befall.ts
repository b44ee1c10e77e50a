import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Fault, ServiceName } from './faults.ts';
import type { PhotoRecord } from './photo-record.ts';
import { type Answer, json, text } from './services/answer.ts';
import { flickrFailure } from './services/flickr.ts';
import { placeholderUrl } from './services/photos.ts';

/** The answer that a fault gives in the place of the true one; undefined where the true one is only changed. */
export function answerInstead(fault: Fault, service: ServiceName, origin: string): Answer | undefined {
	switch (fault.kind) {
		case 'throttle':
			return throttled(service, fault.retryAfter);
		case 'maxlag': {
			const info = `Waiting for 10.64.16.175: ${fault.lag} seconds lagged.`;
			const error = { code: 'maxlag', info, host: '10.64.16.175', lag: fault.lag, type: 'db' };
			const headers = {
				...retryAfter(fault.retryAfter),
				'x-database-lag': String(fault.lag),
				'mediawiki-api-error': 'maxlag',
			};
			return json({ error }, 200, headers);
		}
		case 'flickr-fail':
			return flickrFailure(fault.code, fault.message ?? `Failure ${fault.code}`);
		case 'malformed-json':
			return {
				status: 200,
				headers: { 'content-type': 'application/json' },
				body: '{"results": [{"id": 1, "pho',
			};
		case 'status':
			return text(fault.body ?? `Status ${fault.status}`, fault.status);
		case 'gone':
			return text('Not Found', 404);
		case 'placeholder':
			return { status: 302, headers: { location: placeholderUrl(origin) }, body: '' };
		case 'redirect':
			return { status: fault.status ?? 302, headers: { location: fault.location }, body: '' };
		case 'body':
			return { status: 200, headers: { 'content-type': fault.contentType }, body: fault.body };
		default:
			return undefined;
	}
}

/** A record with the licence that a fault makes it state. */
export function retell(faults: readonly Fault[]): (record: PhotoRecord) => PhotoRecord {
	const licenceFault = faults.find((fault) => fault.kind === 'licence');
	if (!licenceFault) return (record) => record;
	const { licence } = licenceFault;
	return (record) => ({ ...record, licence: licence && { code: licence, version: '4.0' } });
}

/** The true answer as a fault changes it. */
export function altered({ status, headers, body }: Answer, faults: readonly Fault[]): Answer {
	const more = faults.flatMap((fault) => (fault.kind === 'headers' ? [fault.headers] : []));
	const strange = faults.find((fault) => fault.kind === 'strange-records');
	return {
		status,
		headers: Object.assign({ ...headers }, ...more),
		body: strange && typeof body === 'string' ? withStrangeRecords(body, strange.every) : body,
	};
}

/** Puts something else in the place of every so many-th record, wherever the service keeps them. */
function withStrangeRecords(body: string, every: number): string {
	let n = 0;
	return JSON.stringify(JSON.parse(body), (key, value: unknown) => {
		if (!['results', 'pages', 'photo'].includes(key) || !Array.isArray(value)) return value;
		return value.map((record) => (n++ % every === 0 ? { version: 2, item: 'of another shape' } : record));
	});
}

/** Bytes in the manner of a picture: sent as the head of endless and broken bodies. */
const JPEG_HEAD = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64_000, 0x20)]);

/** Sends an answer, in as bad a manner as the faults ask for. */
export async function send(
	response: ServerResponse,
	answer: Answer,
	faults: readonly Fault[],
): Promise<void> {
	const manner = faults.find(({ kind }) => kind in MANNERS);
	if (manner) return MANNERS[manner.kind]?.(response, answer, manner);
	response.writeHead(answer.status, answer.headers).end(answer.body);
}

type Manner = (response: ServerResponse, answer: Answer, fault: Fault) => Promise<void>;

const MANNERS: Readonly<Partial<Record<Fault['kind'], Manner>>> = {
	drop: async (response) => {
		response.socket?.resetAndDestroy();
	},
	'endless-body': async (response) => {
		response.writeHead(200, { 'content-type': 'image/jpeg' });
		// Fails when whoever asked has had enough, which is the only end there is.
		await pipeline(endless(), response).catch(() => {});
	},
	'lying-length': async (response, { body, headers }, fault) => {
		const claimed = fault.kind === 'lying-length' ? fault.claimed : 0;
		// Past what Node lets a server say: the head and the body are written to the socket as they are.
		const head = { ...headers, 'content-length': String(claimed), connection: 'close' };
		const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
		response.socket?.write(`HTTP/1.1 200 OK\r\n${lines.join('\r\n')}\r\n\r\n`);
		response.socket?.end(body);
	},
};

function* endless(): Generator<Buffer> {
	for (;;) yield JPEG_HEAD;
}

/** The headers that say when to come back: in seconds or as a date, as services please. */
function retryAfter(when: number | Date | undefined): Record<string, string> {
	if (when === undefined) return {};
	return { 'retry-after': when instanceof Date ? when.toUTCString() : String(when) };
}

/** How each service says "too many requests". */
function throttled(service: ServiceName, when: number | Date | undefined): Answer {
	const headers = retryAfter(when);
	switch (service) {
		case 'openverse': {
			const seconds = when instanceof Date ? Math.ceil((when.getTime() - Date.now()) / 1000) : (when ?? 60);
			const detail = `Request was throttled. Expected available in ${seconds} seconds.`;
			return json({ detail }, 429, {
				...headers,
				'x-ratelimit-limit-anon_burst': '20/min',
				'x-ratelimit-available-anon_burst': '0',
			});
		}
		case 'inaturalist':
			return json({ error: 'Too many requests', status: 429 }, 429, headers);
		default:
			return text('Too Many Requests', 429, headers);
	}
}

import type { Response } from 'undici';
import type { Rejection } from '../../dataset/catalogue/catalogue.ts';
import { AddressRefused } from '../http/guarded-agent.ts';
import { BodyTooLong, discardBody, readBody } from '../http/read-body.ts';
import { type Http, request } from '../http/request.ts';
import { MAX_PHOTO_BYTES } from '../politeness/host-turns.ts';

/** A photo that cannot be had, now or later, and the reason that is counted. */
export class PhotoRefused extends Error {
	override readonly name = 'PhotoRefused';
	readonly reason: Rejection;

	constructor(reason: Rejection, options?: ErrorOptions) {
		super(reason, options);
		this.reason = reason;
	}
}

export interface PhotoDownloadLimits {
	readonly maxBytes: number;
	/** For one attempt, from connecting to the last byte. */
	readonly deadlineMs: number;
}

export interface DownloadOptions {
	/** Where from, as `URL.host`; redirects included. */
	readonly hosts: readonly string[];
	readonly signal?: AbortSignal;
}

/** Thumbnails weigh a tenth of a megabyte; what a source offers instead of one may weigh more. */
export const DEFAULT_DOWNLOAD_LIMITS: PhotoDownloadLimits = { maxBytes: MAX_PHOTO_BYTES, deadlineMs: 30_000 };

const MAX_REDIRECTS = 3;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Where services lead that no longer have a photo: to a picture that says so. */
const PLACEHOLDER = /unavailable|placeholder|not[-_]?found|missing/i;

/** Fetches photos from where their sources keep them, and from nowhere else. */
export class PhotoDownloader {
	readonly #http: Http;
	readonly #localOrigins: readonly string[];
	readonly #limits: PhotoDownloadLimits;

	/** @param localOrigins servers on this machine that may be asked over plain HTTP */
	constructor(http: Http, localOrigins: readonly string[], limits = DEFAULT_DOWNLOAD_LIMITS) {
		this.#http = http;
		this.#localOrigins = localOrigins;
		this.#limits = limits;
	}

	/**
	 * The bytes of a photo: of a picture, by what its server says, never more than the limit. Each redirect is judged
	 * like the first address, and waits for its own host's turn.
	 * @throws {PhotoRefused} for good; {@link TemporaryFailure}, {@link HostThrottled} for now; the signal's reason
	 */
	async download(address: string, { hosts, signal }: DownloadOptions): Promise<Uint8Array> {
		const places = { hosts, localOrigins: this.#localOrigins };
		let url = allowedUrl(address, places);
		for (let redirects = 0; url && redirects <= MAX_REDIRECTS; redirects++) {
			const answer = await this.#ask(url, signal);
			if (answer instanceof Uint8Array) return answer;
			if (PLACEHOLDER.test(answer.redirect)) throw new PhotoRefused('placeholder');
			url = allowedUrl(answer.redirect, places, url);
		}
		throw new PhotoRefused('host');
	}

	async #ask(url: URL, signal: AbortSignal | undefined): Promise<Uint8Array | { redirect: string }> {
		const { deadlineMs, maxBytes } = this.#limits;
		try {
			const options = { accept: 'image/jpeg, image/png, image/webp', deadlineMs, signal };
			return await request(this.#http, url, options, async (response) => {
				const answer = await readPhoto(response, maxBytes);
				if (answer instanceof Uint8Array) await this.#http.turns.countBytes(url, answer.length);
				return answer;
			});
		} catch (error) {
			if (error instanceof AddressRefused) throw new PhotoRefused('host', { cause: error });
			if (error instanceof BodyTooLong) throw new PhotoRefused('too-large', { cause: error });
			throw error;
		}
	}
}

async function readPhoto(response: Response, maxBytes: number): Promise<Uint8Array | { redirect: string }> {
	const { status, headers } = response;
	if (REDIRECTS.has(status)) {
		await discardBody(response);
		return { redirect: headers.get('location') ?? '' };
	}
	const reason = refusalOf(status, headers);
	if (!reason) return readBody(response, maxBytes);
	await discardBody(response);
	throw new PhotoRefused(reason);
}

function refusalOf(status: number, headers: Response['headers']): Rejection | undefined {
	if (status !== 200) return 'gone';
	if (isOptedOut(headers.get('x-robots-tag'))) return 'opt-out';
	return headers.get('content-type')?.startsWith('image/') ? undefined : 'unreadable';
}

/** Directives by which a site keeps its pictures from being learned from, or collected at all. */
const KEEP_AWAY = new Set(['noai', 'noimageai', 'noindex', 'noimageindex', 'none']);

/** The name we answer to in `X-Robots-Tag: hantei: noai`. */
const ROBOT = 'hantei';

/**
 * Whether an `X-Robots-Tag` header asks us to stay away. `otherbot: noai` is not meant for us; what follows it after a
 * comma is taken as if it were, because two headers joined into one look the same.
 */
export function isOptedOut(header: string | null): boolean {
	return (header ?? '')
		.toLowerCase()
		.split(',')
		.some((part) => {
			const [directive, robot] = part
				.split(':')
				.map((word) => word.trim())
				.reverse();
			return KEEP_AWAY.has(directive) && (robot === undefined || robot === ROBOT);
		});
}

export interface AllowedPlaces {
	/** Hosts, as `URL.host`. */
	readonly hosts: readonly string[];
	/** Origins on this machine, which may speak plain HTTP. Their hosts must be allowed as well. */
	readonly localOrigins: readonly string[];
}

/** The address, when a photo may be fetched from there: a known host, over HTTPS on its usual port, without credentials. */
export function allowedUrl(
	address: string,
	{ hosts, localOrigins }: AllowedPlaces,
	base?: URL,
): URL | undefined {
	if (!URL.canParse(address, base?.href)) return undefined;
	const url = new URL(address, base);
	const isSecure = url.protocol === 'https:' && url.port === '';
	const isAllowed =
		(isSecure || localOrigins.includes(url.origin)) &&
		hosts.includes(url.host) &&
		url.username === '' &&
		url.password === '';
	return isAllowed ? url : undefined;
}

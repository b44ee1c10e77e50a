import { Agent, type Dispatcher, request } from 'undici';
import { isUserError, UserError } from '../../errors.ts';
import { delay } from '../flow/retry.ts';
import type { FoundImage } from './find.ts';

export interface AttachmentLimits {
	readonly maxBytes: number;
	/** For one picture, all attempts included. */
	readonly deadlineMs: number;
}

export interface AttachmentDownloader {
	/** Whether this address is one we fetch from. */
	accepts(address: string): boolean;
	/**
	 * The bytes of a picture, never more than `maxBytes`.
	 * @throws {UserError} `image-too-many-bytes`, `image-too-slow`, `image-gone` (the address has expired or the
	 * picture was deleted) or `image-unreachable`; the signal's reason when it aborts.
	 */
	download(image: Pick<FoundImage, 'url' | 'size'>, signal?: AbortSignal): Promise<Uint8Array>;
	close(): Promise<void>;
}

/** Waits before the second and third attempt: long enough for a hiccup of Discord's network to pass. */
const RETRY_DELAYS_MS = [200, 1_000];

export function createAttachmentDownloader(
	accepts: (address: string) => boolean,
	limits: AttachmentLimits,
	retryDelaysMs: readonly number[] = RETRY_DELAYS_MS,
): AttachmentDownloader {
	// Redirects are not followed (undici's default): they could lead anywhere.
	const agent = new Agent({ connections: 16, connect: { timeout: limits.deadlineMs } });

	async function download(image: Pick<FoundImage, 'url' | 'size'>, signal: AbortSignal): Promise<Uint8Array> {
		for (const delayMs of retryDelaysMs) {
			try {
				return await attempt(agent, image, limits.maxBytes, signal);
			} catch (error) {
				if (signal.aborted || isUserError(error)) throw error;
			}
			await delay(delayMs, signal);
		}
		return attempt(agent, image, limits.maxBytes, signal);
	}

	return {
		accepts,
		async download(image, signal) {
			if (!accepts(image.url)) throw new UserError('image-unreachable', {});
			if (image.size !== null) assertSize(image.size, limits.maxBytes);
			const deadline = AbortSignal.timeout(limits.deadlineMs);
			try {
				return await download(image, signal ? AbortSignal.any([signal, deadline]) : deadline);
			} catch (error) {
				if (signal?.aborted) throw signal.reason;
				if (deadline.aborted) throw new UserError('image-too-slow', { limitMs: limits.deadlineMs });
				if (isUserError(error)) throw error;
				throw new UserError('image-unreachable', {}, { cause: error });
			}
		},
		close: () => agent.destroy(),
	};
}

/** @throws {UserError} what trying again cannot mend; anything else may pass. */
async function attempt(
	dispatcher: Dispatcher,
	{ url, size }: Pick<FoundImage, 'url' | 'size'>,
	maxBytes: number,
	signal: AbortSignal,
): Promise<Uint8Array> {
	const { statusCode, headers, body } = await request(url, { dispatcher, signal });
	// Destroying an unread body is an error to the stream; what matters reaches us through the loop that reads it.
	body.on('error', () => {});
	try {
		if (statusCode === 403 || statusCode === 404 || statusCode === 410) throw new UserError('image-gone', {});
		if (statusCode !== 200) throw new Error(`the picture’s server answered ${statusCode}`);
		assertSize(Number(headers['content-length'] ?? 0), maxBytes);
		const chunks: Buffer[] = [];
		let received = 0;
		for await (const chunk of body) {
			const bytes: Buffer = chunk;
			received += bytes.length;
			if (received > maxBytes) assertSize(Math.max(received, size ?? 0), maxBytes);
			chunks.push(bytes);
		}
		return Buffer.concat(chunks, received);
	} finally {
		// An unread body would hold its connection.
		body.destroy();
	}
}

function assertSize(bytes: number, limit: number): void {
	if (bytes > limit) throw new UserError('image-too-many-bytes', { bytes, limit });
}

/** Where Discord serves attachments, stickers and proxied pictures from. */
const DISCORD_HOSTS = [
	'cdn.discordapp.com',
	'media.discordapp.net',
	'images-ext-1.discordapp.net',
	'images-ext-2.discordapp.net',
];

/**
 * Says which addresses may be fetched: Discord's own over HTTPS, so that no message makes us connect to a server of
 * its author's choosing or into the host's network, and the extra origins the host named.
 * @param extraHosts `host` or `host:port`, plain HTTP allowed: a stand-in for Discord on this machine
 */
export function createAddressCheck(extraHosts: readonly string[] = []): (address: string) => boolean {
	const extra = new Set(extraHosts);
	return (address) => {
		if (!URL.canParse(address)) return false;
		const { protocol, host, username, password } = new URL(address);
		if (username || password) return false;
		if (extra.has(host)) return protocol === 'https:' || protocol === 'http:';
		return protocol === 'https:' && DISCORD_HOSTS.includes(host);
	};
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'undici';
import { UserError } from '../../errors.ts';
import { AddressRefused } from '../http/guarded-agent.ts';
import { discardBody } from '../http/read-body.ts';
import { type Http, request } from '../http/request.ts';
import { HostThrottled } from '../politeness/host-turns.ts';
import { TemporaryFailure } from '../politeness/retry.ts';
import { allowedUrl } from './download.ts';

/** A file that is known to the byte before it is fetched. */
export interface PinnedFile {
	/** As it is told to people. */
	readonly name: string;
	/** Tried in this order. */
	readonly urls: readonly string[];
	/** Where from, as `URL.host`; redirects included. */
	readonly hosts: readonly string[];
	readonly bytes: number;
	/** Hexadecimal. */
	readonly sha256: string;
}

export interface FileDownloadOptions {
	/** Servers on this machine that may be asked over plain HTTP. */
	readonly localOrigins: readonly string[];
	readonly onProgress?: (bytes: number, total: number) => void;
	readonly signal?: AbortSignal;
}

/** For one attempt: what is cut off goes on with the next. */
const DEADLINE_MS = 30 * 60_000;

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** An address does not have the file, whatever else may have it. */
class Unavailable extends Error {
	override readonly name = 'Unavailable';
}

/** The file at an address is another. */
class WrongFile extends Error {
	override readonly name = 'WrongFile';
	readonly why: 'size' | 'hash';

	constructor(why: 'size' | 'hash') {
		super(why);
		this.why = why;
	}
}

/**
 * Fetches a file to a path, from where an earlier attempt was cut off, and makes sure that it is the one that was meant.
 * What has arrived of it stays beside the path until it is whole; what turns out to be another file is thrown away.
 * @throws {UserError} `download-failed`, `download-wrong`; the signal's reason
 */
export async function downloadFile(
	http: Http,
	file: PinnedFile,
	path: string,
	options: FileDownloadOptions,
): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	let last: unknown;
	for (const address of file.urls) {
		try {
			await fetchInto(http, file, address, path, options);
			await requireHash(file, path);
			return;
		} catch (error) {
			options.signal?.throwIfAborted();
			if (!isOfTheAddress(error)) throw error;
			if (error instanceof WrongFile) await rm(path, { force: true });
			last = error;
		}
	}
	if (last instanceof WrongFile)
		throw new UserError('download-wrong', { what: file.name, why: last.why }, { cause: last });
	const reason = last instanceof Error ? last.message : 'no address';
	throw new UserError('download-failed', { what: file.name, reason }, { cause: last });
}

function isOfTheAddress(error: unknown): boolean {
	return [Unavailable, WrongFile, TemporaryFailure, HostThrottled, AddressRefused].some(
		(kind) => error instanceof kind,
	);
}

async function fetchInto(
	http: Http,
	file: PinnedFile,
	address: string,
	path: string,
	options: FileDownloadOptions,
): Promise<void> {
	if ((await sizeOf(path)) > file.bytes) await rm(path, { force: true });
	if ((await sizeOf(path)) === file.bytes) return;
	const places = { hosts: file.hosts, localOrigins: options.localOrigins };
	const asking = {
		accept: 'application/octet-stream, */*',
		headers: () => rangeFrom(path),
		deadlineMs: DEADLINE_MS,
		signal: options.signal,
	};
	let url = allowedUrl(address, places);
	for (let redirects = 0; url && redirects <= MAX_REDIRECTS; redirects++) {
		const from = url;
		const before = await sizeOf(path);
		const location = await request(http, url, asking, (answer) => take(answer, file, path, options));
		if (location === undefined) {
			await http.turns.countBytes(from, file.bytes - before);
			return;
		}
		url = allowedUrl(location, places, url);
	}
	throw new Unavailable('its address leads elsewhere');
}

/** What is still missing, as it is stored: compressed, it could not go on in the middle. */
async function rangeFrom(path: string): Promise<Record<string, string>> {
	const size = await sizeOf(path);
	const identity = { 'accept-encoding': 'identity' };
	return size > 0 ? { ...identity, range: `bytes=${size}-` } : identity;
}

/** Writes down what an answer brings. Gives the place that it leads to instead, where it does. */
async function take(
	response: Response,
	{ bytes }: PinnedFile,
	path: string,
	{ onProgress }: FileDownloadOptions,
): Promise<string | undefined> {
	const { status, headers } = response;
	const start = startOf(response, bytes, await sizeOf(path));
	if (start === undefined) {
		await discardBody(response);
		if (REDIRECTS.has(status)) return headers.get('location') ?? '';
		throw new Unavailable(`status ${status}`);
	}
	const file = await open(path, start === 0 ? 'w' : 'a');
	let received = start;
	try {
		onProgress?.(received, bytes);
		// Leaving the loop early cancels the body.
		for await (const chunk of response.body ?? []) {
			received += chunk.length;
			if (received > bytes) throw new WrongFile('size');
			await file.write(chunk);
			onProgress?.(received, bytes);
		}
	} finally {
		await file.close();
	}
	if (received !== bytes) throw new WrongFile('size');
	return undefined;
}

/** Where in the file an answer begins; undefined where it brings nothing of it. @throws {WrongFile} */
function startOf({ status, headers }: Response, bytes: number, size: number): number | undefined {
	if (status === 200) {
		const length = headers.get('content-length');
		if (length !== null && Number(length) !== bytes) throw new WrongFile('size');
		return 0;
	}
	if (status !== 206) return undefined;
	const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
	if (total !== '*' && Number(total) !== bytes) throw new WrongFile('size');
	return Number(start) === size ? size : undefined;
}

async function requireHash({ sha256 }: PinnedFile, path: string): Promise<void> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
	if (hash.digest('hex') !== sha256) throw new WrongFile('hash');
}

async function sizeOf(path: string): Promise<number> {
	return (await stat(path).catch(() => undefined))?.size ?? 0;
}

import type { PhotoRecord } from '../photo-record.ts';
import type { Shelf } from '../shelf.ts';

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Uint8Array;
}

/** What a service answers from. */
export interface ServiceContext {
	readonly shelf: Shelf;
	/** `http://127.0.0.1:8021`, the beginning of the addresses it gives out. */
	readonly origin: string;
	readonly url: URL;
	/** A record as this answer is to tell it. */
	readonly retold: (record: PhotoRecord) => PhotoRecord;
}

export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: JSON.stringify(body),
	};
}

export function text(body: string, status: number, headers: Readonly<Record<string, string>> = {}): Answer {
	return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

/** A whole number from the query, held within bounds. */
export function numberOf(url: URL, name: string, fallback: number, most = Number.MAX_SAFE_INTEGER): number {
	const value = Number.parseInt(url.searchParams.get(name) ?? '', 10);
	return Number.isNaN(value) ? fallback : Math.min(most, Math.max(0, value));
}

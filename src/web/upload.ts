import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { isUserError, UserError } from '../errors.ts';
import type { MemoryLease } from './upload-memory.ts';

/** Name of the multipart field that holds a picture. */
export const FIELD = 'image';

export interface UploadLimits {
	/** Of one picture. */
	readonly maxBytes: number;
	/** Of a whole request. */
	readonly maxRequestBytes: number;
	readonly maxFiles: number;
	/** Milliseconds without a byte after which a body is given up: it holds memory that others wait for. */
	readonly idleMs: number;
	/** Milliseconds after which it is given up in any case: one that drips holds memory, too. */
	readonly totalMs: number;
}

/** One picture of a request: its bytes, or why it was not taken in. */
export type Upload = { readonly file: string | null } & (
	| { readonly bytes: Uint8Array }
	| { readonly error: UserError }
);

/**
 * The pictures of a request, in the order sent: the parts named `image` of a multipart form, or else the whole body.
 * Sizes are counted as bytes arrive, so that no more than the limits allow is ever held.
 * @throws {UserError} `upload-*` or `image-too-many-bytes` when the request as a whole is refused
 */
export async function readUploads(
	request: Request,
	limits: UploadLimits,
	memory: MemoryLease,
): Promise<Upload[]> {
	const contentType = request.headers.get('content-type') ?? '';
	// Anything else counts as the bytes of one picture: what a program says of its body is often wrong (`curl
	// --data-binary` calls it a URL-encoded form), the bytes themselves are not.
	const isMultipart = /^multipart\/form-data\b/i.test(contentType);
	try {
		const uploads = isMultipart
			? await readMultipart(request, contentType, limits, memory)
			: await readWholeBody(request, limits, memory);
		if (uploads.length === 0) throw new UserError('upload-empty', { field: FIELD });
		return uploads;
	} catch (error) {
		if (isUserError(error)) throw error;
		// What is left are bodies that end or break too early and boundaries that do not match.
		throw new UserError('upload-malformed', {}, { cause: error });
	}
}

async function readWholeBody(
	request: Request,
	{ maxBytes: limit, ...times }: UploadLimits,
	memory: MemoryLease,
): Promise<Upload[]> {
	const tooLarge = (bytes: number) => new UserError('image-too-many-bytes', { bytes, limit });
	const chunks: Uint8Array[] = [];
	for await (const chunk of counted(request, { limit, tooLarge, ...times }, memory)) chunks.push(chunk);
	const bytes = Buffer.concat(chunks);
	return bytes.length === 0 ? [] : [{ file: null, bytes }];
}

interface Part {
	readonly file: string | null;
	readonly chunks: Uint8Array[];
	size: number;
}

async function readMultipart(
	request: Request,
	contentType: string,
	{ maxBytes, maxRequestBytes: limit, maxFiles, ...times }: UploadLimits,
	memory: MemoryLease,
): Promise<Upload[]> {
	const tooManyFiles = () => new UserError('upload-too-many-files', { limit: maxFiles });
	const parts: Part[] = [];
	const parser = new Busboy({
		headers: { 'content-type': contentType },
		isPartAFile: (field) => field === FIELD,
		// One more than allowed: a form also sends its file input that was left empty.
		limits: { files: maxFiles + 1, fields: 10, fieldSize: 1_000, headerPairs: 20 },
	});
	parser.on('file', (_field, stream, filename) => {
		const part: Part = { file: filename || null, chunks: [], size: 0 };
		parts.push(part);
		stream.on('data', (chunk: Buffer) => {
			part.size += chunk.length;
			if (part.size > maxBytes) part.chunks.length = 0;
			else part.chunks.push(chunk);
		});
		stream.on('error', (error) => parser.destroy(error));
	});
	parser.on('filesLimit', () => parser.destroy(tooManyFiles()));

	const tooLarge = () => new UserError('upload-too-many-bytes', { limit });
	await pipeline(counted(request, { limit, tooLarge, ...times }, memory), parser);

	const pictures = parts.filter(({ file, size }) => file !== null || size > 0);
	if (pictures.length > maxFiles) throw tooManyFiles();
	return pictures.map(({ file, chunks, size }) =>
		size > maxBytes
			? { file, error: new UserError('image-too-many-bytes', { bytes: size, limit: maxBytes }) }
			: { file, bytes: Buffer.concat(chunks) },
	);
}

interface BodyLimits extends Pick<UploadLimits, 'idleMs' | 'totalMs'> {
	/** In bytes. */
	readonly limit: number;
	readonly tooLarge: (bytes: number) => UserError;
}

/** The body, up to a limit: at once where the request states its length, else as soon as the bytes pass it. */
async function* counted(
	request: Request,
	{ limit, tooLarge, ...times }: BodyLimits,
	memory: MemoryLease,
): AsyncGenerator<Uint8Array> {
	const stated = Number(request.headers.get('content-length') ?? 0);
	if (stated > limit) throw tooLarge(stated);
	if (!request.body) return;
	let bytes = 0;
	for await (const chunk of timely(request.body, times)) {
		bytes += chunk.length;
		if (bytes > limit) throw tooLarge(bytes);
		memory.take(chunk.length);
		yield chunk;
	}
}

/** @throws {UserError} `upload-stalled` once nothing has come for so long, `upload-too-slow` once all took so long */
async function* timely(
	body: ReadableStream<Uint8Array>,
	{ idleMs, totalMs }: Pick<UploadLimits, 'idleMs' | 'totalMs'>,
): AsyncGenerator<Uint8Array, void, undefined> {
	const reader = body.getReader();
	const endsAt = performance.now() + totalMs;
	for (;;) {
		const leftMs = endsAt - performance.now();
		const refusal =
			leftMs > idleMs
				? new UserError('upload-stalled', { seconds: Math.ceil(idleMs / 1_000) })
				: new UserError('upload-too-slow', { seconds: Math.ceil(totalMs / 1_000) });
		let timer: NodeJS.Timeout | undefined;
		const tooLate = new Promise<never>((_, reject) => {
			timer = setTimeout(() => reject(refusal), Math.min(idleMs, leftMs));
		});
		const { done, value } = await Promise.race([reader.read(), tooLate]).finally(() => clearTimeout(timer));
		if (done) return;
		yield value;
	}
}

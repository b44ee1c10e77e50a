import type { Response } from 'undici';

/** A body longer than allowed. */
export class BodyTooLong extends Error {
	override readonly name = 'BodyTooLong';
}

/**
 * Reads a body to its end, but never more than `maxBytes` as they come out of decompression, whatever Content-Length
 * says of them.
 * @throws {BodyTooLong}
 */
export async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let received = 0;
	if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
		await discardBody(response);
		throw new BodyTooLong(`more than ${maxBytes} bytes announced`);
	}
	// Leaving the loop early cancels the body.
	for await (const chunk of response.body ?? []) {
		const bytes: Uint8Array = chunk;
		received += bytes.length;
		if (received > maxBytes) throw new BodyTooLong(`more than ${maxBytes} bytes received`);
		chunks.push(bytes);
	}
	return Buffer.concat(chunks, received);
}

/** Frees the connection of an answer whose body is of no interest. */
export async function discardBody(response: Response): Promise<void> {
	await response.body?.cancel().catch(() => {});
}

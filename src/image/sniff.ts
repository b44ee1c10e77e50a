export type ReadableFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF';

/** What bytes claim to be by their magic numbers: a format we read, one we know by name and do not read, or neither. */
export type Format =
	| { readonly kind: 'readable'; readonly name: ReadableFormat }
	| { readonly kind: 'refused'; readonly name: string }
	| { readonly kind: 'unknown' };

export function sniffFormat(bytes: Uint8Array): Format {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 64)).toString('latin1');
	if (head.startsWith('\xff\xd8\xff')) return { kind: 'readable', name: 'JPEG' };
	if (head.startsWith('\x89PNG\r\n\x1a\n')) return { kind: 'readable', name: 'PNG' };
	if (/^GIF8[79]a/.test(head)) return { kind: 'readable', name: 'GIF' };
	if (/^RIFF....WEBP/s.test(head)) return { kind: 'readable', name: 'WebP' };
	if (/^....ftypavi[fs]/s.test(head)) return { kind: 'readable', name: 'AVIF' };
	return { kind: 'unknown' };
}

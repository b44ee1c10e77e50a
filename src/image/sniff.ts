export type ReadableFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF' | 'AVIF';

/** What bytes claim to be: a format we read, one we know by name but do not read, or neither. */
export type Format =
	| { readonly kind: 'readable'; readonly name: ReadableFormat }
	| { readonly kind: 'refused'; readonly name: string }
	| { readonly kind: 'unknown' };

/** First bytes, one character each; `?` is any byte. */
const READABLE: readonly (readonly [magic: string, name: ReadableFormat])[] = [
	['\xff\xd8\xff', 'JPEG'],
	['\x89PNG\r\n\x1a\n', 'PNG'],
	['GIF87a', 'GIF'],
	['GIF89a', 'GIF'],
	['RIFF????WEBP', 'WebP'],
];

/** What people post by mistake. The first match names the file. */
const REFUSED: readonly (readonly [magic: string, name: string])[] = [
	['BM????\0\0\0\0', 'BMP'],
	['8BPS', 'PSD'],
	['\xff\x0a', 'JPEG XL'],
	['\0\0\0\x0cJXL ', 'JPEG XL'],
	['\xff\x4f\xff\x51', 'JPEG 2000'],
	['\0\0\0\x0cjP  ', 'JPEG 2000'],
	['\0\0\x01\0?\0', 'ICO'],
	['II*\0????CR', 'CR2 (RAW)'],
	['II*\0', 'TIFF / RAW'],
	['II+\0', 'TIFF / RAW'],
	['MM\0*', 'TIFF / RAW'],
	['MM\0+', 'TIFF / RAW'],
	['IIRO', 'ORF (RAW)'],
	['IIRS', 'ORF (RAW)'],
	['MMOR', 'ORF (RAW)'],
	['IIU\0', 'RW2 (RAW)'],
	['FUJIFILMCCD-RAW', 'RAF (RAW)'],
	['\x76\x2f\x31\x01', 'OpenEXR'],
	['#?RADIANCE', 'Radiance HDR'],
	['DDS ', 'DDS'],
	['qoif', 'QOI'],
	['gimp xcf', 'XCF'],
	['CSFCHUNK', 'Clip Studio'],
	['%PDF-', 'PDF'],
	['%!PS', 'PostScript'],
	['RIFF????AVI ', 'AVI'],
	['RIFF????WAVE', 'WAV'],
	['\x1a\x45\xdf\xa3', 'WebM'],
	['FLV\x01', 'FLV'],
	['\0\0\x01\xba', 'MPEG'],
	['\0\0\x01\xb3', 'MPEG'],
	['OggS', 'Ogg'],
	['fLaC', 'FLAC'],
	['ID3', 'MP3'],
	['\xff\xfb', 'MP3'],
	['PK\x03\x04', 'ZIP'],
	['Rar!\x1a\x07', 'RAR'],
	['7z\xbc\xaf\x27\x1c', '7z'],
	['\x1f\x8b', 'gzip'],
];

/** Brands of ISO base media files (ISO/IEC 14496-12 and what builds on it) that are not plain MP4, the telling ones first. */
const BRANDS: readonly (readonly [brand: string, name: string])[] = [
	['heic', 'HEIC'],
	['heix', 'HEIC'],
	['heim', 'HEIC'],
	['heis', 'HEIC'],
	['hev?', 'HEIC'],
	['mif?', 'HEIF'],
	['msf1', 'HEIF'],
	['crx ', 'CR3 (RAW)'],
	['qt  ', 'MOV'],
	['M4A ', 'M4A'],
	['3g??', '3GP'],
];

/**
 * Names the format of encoded bytes from what they hold: never from a file name or content type, which the sender
 * chooses.
 */
export function sniffFormat(bytes: Uint8Array): Format {
	const head = firstCharacters(bytes, 64);
	const readable = lookUp(READABLE, head);
	if (readable) return { kind: 'readable', name: readable };
	if (head.startsWith('ftyp', 4)) return sniffBrands(firstCharacters(bytes, 512));
	const refused = lookUp(REFUSED, head) ?? sniffMarkup(firstCharacters(bytes, 4096));
	return refused ? { kind: 'refused', name: refused } : { kind: 'unknown' };
}

/** AVIF, HEIC and MP4 share one container and differ in the brands that its first box lists. */
function sniffBrands(head: string): Format {
	const size = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE();
	// The major brand, a version number, then the compatible brands, four bytes each.
	const [major = '', , ...compatible] = head.slice(8, size).match(/.{4}/gs) ?? [];
	const brands = [major, ...compatible];
	if (brands.includes('avif') || brands.includes('avis')) return { kind: 'readable', name: 'AVIF' };
	const named = BRANDS.find(([pattern]) => brands.some((brand) => matches(pattern, brand)));
	return { kind: 'refused', name: named?.[1] ?? 'MP4' };
}

function sniffMarkup(head: string): string | undefined {
	const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
	if (!text.startsWith('<')) return undefined;
	if (/^<(!doctype )?html\b/i.test(text)) return 'HTML';
	if (/<svg\b/i.test(text)) return 'SVG';
	return text.startsWith('<?xml') ? 'XML' : undefined;
}

function firstCharacters(bytes: Uint8Array, count: number): string {
	return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, count)).toString('latin1');
}

function lookUp<Name extends string>(
	table: readonly (readonly [string, Name])[],
	head: string,
): Name | undefined {
	return table.find(([magic]) => matches(magic, head))?.[1];
}

function matches(magic: string, head: string): boolean {
	if (head.length < magic.length) return false;
	for (let i = 0; i < magic.length; i++) if (magic[i] !== '?' && magic[i] !== head[i]) return false;
	return true;
}

import { describe, expect, it } from 'vitest';
import { sniffFormat } from '../../src/image/sniff.ts';
import { brands } from './hostile/avif-files.ts';
import { ascii } from './hostile/containers.ts';
import { PICTURES } from './hostile/pictures.ts';

const kinds = Object.keys(PICTURES).filter((kind) => kind !== 'smallest picture');

it.each(kinds)('knows %s', async (kind) => {
	const name = /JPEG|PNG|WebP|GIF|AVIF/.exec(kind)?.[0];
	expect(sniffFormat(await PICTURES[kind]())).toEqual({ kind: 'readable', name });
});

describe('names what it does not read', () => {
	it.each([
		['HEIC', brands('heic', 'mif1', 'heic')],
		['HEIC', brands('mif1', 'mif1', 'heic')],
		['HEIF', brands('mif1', 'miaf')],
		['MP4', brands('mp42', 'isom')],
		['MP4', brands('isom', 'avc1')],
		['MOV', brands('qt  ')],
		['3GP', brands('3gp4', 'isom')],
		['M4A', brands('M4A ', 'mp42')],
		['CR3 (RAW)', brands('crx ', 'isom')],
		['BMP', ascii('BM\x36\x10\x0e\0\0\0\0\0\x36\0\0\0')],
		['TIFF / RAW', ascii('II*\0\x08\0\0\0')],
		['TIFF / RAW', ascii('MM\0*\0\0\0\x08')],
		['CR2 (RAW)', ascii('II*\0\x10\0\0\0CR\x02\0')],
		['RAF (RAW)', ascii('FUJIFILMCCD-RAW 0201')],
		['PSD', ascii('8BPS\0\x01')],
		['PDF', ascii('%PDF-1.7\n')],
		['ICO', ascii('\0\0\x01\0\x02\0\x10\x10')],
		['JPEG XL', ascii('\xff\x0a\xfa')],
		['JPEG XL', ascii('\0\0\0\x0cJXL \r\n\x87\n')],
		['JPEG 2000', ascii('\0\0\0\x0cjP  \r\n\x87\n')],
		['WebM', ascii('\x1a\x45\xdf\xa3')],
		['ZIP', ascii('PK\x03\x04')],
		['gzip', ascii('\x1f\x8b\x08')],
		['Clip Studio', ascii('CSFCHUNK\0')],
		['SVG', ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['SVG', ascii('\xef\xbb\xbf\n<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg\nwidth="1"/>')],
		['SVG', ascii('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" ""><svg/>')],
		['HTML', ascii('\n<!DOCTYPE html><title>x</title>')],
		['HTML', ascii('<html lang="ja"><svg></svg></html>')],
		['XML', ascii('<?xml version="1.0"?><rss/>')],
	])('%s', (name, bytes) => {
		expect(sniffFormat(bytes)).toEqual({ kind: 'refused', name });
	});
});

it.each([
	['nothing', ''],
	['text', 'hello'],
	['text with a tag in it', 'see <svg>'],
	['a lone tag', '<p>hello'],
	['half a PNG signature', '\x89PNG\r\n'],
	['a RIFF of another kind', 'RIFF\0\0\0\0ACON'],
	['two zero bytes', '\0\0'],
])('does not know %s', (_, text) => {
	expect(sniffFormat(ascii(text))).toEqual({ kind: 'unknown' });
});

it('takes AVIF by any of its brands', () => {
	expect(sniffFormat(brands('mif1', 'avif', 'miaf'))).toEqual({ kind: 'readable', name: 'AVIF' });
	expect(sniffFormat(brands('avis', 'msf1'))).toEqual({ kind: 'readable', name: 'AVIF' });
});

it('looks at no more of the first box than it says it has', () => {
	expect(sniffFormat(Buffer.concat([brands('isom'), ascii('avif')]))).toEqual({
		kind: 'refused',
		name: 'MP4',
	});
});

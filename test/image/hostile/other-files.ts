import { gzipSync } from 'node:zlib';
import { brands } from './avif-files.ts';
import { ascii, uint } from './containers.ts';
import type { HandMadeFile } from './file.ts';
import { PICTURES, small } from './pictures.ts';
import { Random } from './random.ts';

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle r="20"/></svg>';
const ZIP = ascii('PK\x03\x04\x14\0\0\0\0\0hello.txtPK\x05\x06');
const PAGE = '<!DOCTYPE html><html><script>alert(1)</script></html>';

function refused(name: string, bytes: Buffer | string): HandMadeFile {
	const make = () => (typeof bytes === 'string' ? ascii(bytes) : bytes);
	return { name, outcome: 'image-unsupported', make };
}

/** Files that are no picture we read, and pictures that are something else besides. */
export const OTHER_FILES: readonly HandMadeFile[] = [
	{ name: 'zero bytes', outcome: 'image-empty', make: () => Buffer.alloc(0) },
	{ name: 'one byte', outcome: 'image-unknown', make: () => Buffer.from([0xff]) },
	{ name: 'a megabyte of zeros', outcome: 'image-unknown', make: () => Buffer.alloc(1_000_000) },
	{
		name: 'a megabyte of noise',
		outcome: 'image-unknown',
		make: () => new Random(1).bytes(1_000_000).fill(0x42, 0, 4),
	},
	{ name: 'plain text', outcome: 'image-unknown', make: () => ascii('this is not a picture') },
	{ name: 'text that mentions an svg', outcome: 'image-unknown', make: () => ascii(`look: ${SVG}`) },

	refused('SVG', SVG),
	refused(
		'SVG behind a byte order mark, a prologue and a comment',
		`\xef\xbb\xbf<?xml version="1.0"?>\n<!-- ${'-'.repeat(500)}>\n${SVG}`,
	),
	refused(
		'SVG with an entity bomb',
		`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">${'bcdefghij'
			.split('')
			.map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
			.join('')}]>${SVG.replace('<circle', '<text>&j;</text><circle')}`,
	),
	refused(
		'SVG with external references',
		`<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${SVG.replace('<circle', '<image href="http://127.0.0.1:1/"/>&x;<circle')}`,
	),
	refused('SVG, gzipped', gzipSync(SVG)),
	refused('a page', PAGE),
	refused('XML', '<?xml version="1.0"?><feed/>'),
	refused('BMP', Buffer.concat([ascii('BM'), uint(0x36_10_00_00, 4), Buffer.alloc(2000)])),
	refused('HEIC', Buffer.concat([brands('heic', 'mif1', 'heic'), Buffer.alloc(2000)])),
	refused('HEIF', Buffer.concat([brands('mif1', 'miaf'), Buffer.alloc(2000)])),
	refused('MP4', Buffer.concat([brands('isom', 'iso2', 'avc1', 'mp41'), Buffer.alloc(2000)])),
	refused('MOV', Buffer.concat([brands('qt  '), Buffer.alloc(2000)])),
	refused('CR3', Buffer.concat([brands('crx ', 'isom'), Buffer.alloc(2000)])),
	refused('WebM', Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.alloc(2000)])),
	refused('PSD', Buffer.concat([ascii('8BPS\0\x01'), Buffer.alloc(2000)])),
	refused('ICO', Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0, 16, 16]), Buffer.alloc(2000)])),
	refused('JPEG XL', Buffer.concat([Buffer.from([0xff, 0x0a]), Buffer.alloc(2000)])),
	refused('JPEG 2000', Buffer.concat([ascii('\0\0\0\x0cjP  \r\n\x87\n'), Buffer.alloc(2000)])),
	refused('ZIP', ZIP),
	{ name: 'TIFF', outcome: 'image-unsupported', make: () => small().tiff().toBuffer() },
	{
		name: 'PDF with a JPEG inside',
		outcome: 'image-unsupported',
		make: async () =>
			Buffer.concat([ascii('%PDF-1.4\nstream\n'), await PICTURES['JPEG'](), ascii('\nendstream')]),
	},

	// Polyglots: the picture is judged, whatever else the file is.
	{
		name: 'JPEG and ZIP',
		outcome: 'answered',
		make: async () => Buffer.concat([await PICTURES['JPEG'](), ZIP]),
	},
	{
		name: 'JPEG and page',
		outcome: 'answered',
		make: async () => Buffer.concat([await PICTURES['JPEG'](), ascii(PAGE)]),
	},
	{
		name: 'PNG and page',
		outcome: 'answered',
		make: async () => Buffer.concat([await PICTURES['PNG'](), ascii(PAGE)]),
	},
	{
		name: 'WebP and ZIP',
		outcome: 'answered',
		make: async () => Buffer.concat([await PICTURES['WebP'](), ZIP]),
	},
	{
		name: 'GIF and SVG',
		outcome: 'answered',
		make: async () => Buffer.concat([await PICTURES['GIF'](), ascii(SVG)]),
	},
	{
		name: 'GIF and script',
		outcome: 'answered',
		make: async () => Buffer.concat([await PICTURES['GIF'](), ascii('=1;alert(1)//')]),
	},
	{
		name: 'GIF whose header is script',
		outcome: 'image-too-many-pixels',
		make: () => ascii('GIF89a/*..........*/=1;alert(1)//;'),
	},

	// Magic numbers of one format over the body of another.
	{
		name: 'PNG that says it is JPEG',
		outcome: 'image-damaged',
		make: async () =>
			Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), (await PICTURES['PNG']()).subarray(4)]),
	},
	{
		name: 'JPEG that says it is GIF',
		outcome: 'image-damaged',
		make: async () =>
			Buffer.concat([ascii('GIF89a'), Buffer.from([64, 0, 64, 0]), (await PICTURES['JPEG']()).subarray(10)]),
	},
	{
		name: 'HEIC that says it is AVIF',
		outcome: 'image-damaged',
		make: async () => {
			const avif = Buffer.from(await PICTURES['AVIF']());
			for (let at = avif.indexOf('av01'); at !== -1; at = avif.indexOf('av01')) avif.write('hvc1', at);
			return avif;
		},
	},
];

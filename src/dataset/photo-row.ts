import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { type Candidate, CRAWLED_SOURCES, LICENCES } from './candidate.ts';
import type { Photo } from './catalogue/catalogue.ts';
import { readCsv } from './csv.ts';

/** Columns of `metadata.csv`, one row a photo; `file` is its path beside it. */
export const METADATA_COLUMNS = [
	'file',
	'label',
	'source',
	'source_id',
	'series',
	'url',
	'page_url',
	'title',
	'author',
	'author_url',
	'licence',
	'licence_version',
	'licence_url',
	'attribution',
	'fetched_at',
	'sha256',
	'perceptual_hash',
	'original_width',
	'original_height',
	'nsfw_score',
	'kept',
	'group',
] as const;

type Column = (typeof METADATA_COLUMNS)[number];

/** A photo as a row of metadata; what is not known is empty. */
export function formatPhotoRow(
	photo: Photo,
	place: { readonly file: string; readonly label: string; readonly group: number },
): string[] {
	const { provenance } = photo;
	const cells: Record<Column, string | number | undefined> = {
		...place,
		source: provenance.source,
		source_id: provenance.sourceId,
		series: provenance.series,
		url: provenance.url,
		page_url: provenance.pageUrl,
		title: provenance.title,
		author: provenance.author,
		author_url: provenance.authorUrl,
		// The host's own photos: nothing is stated, and nothing has to be allowed.
		licence: provenance.licence === 'other' ? undefined : provenance.licence,
		licence_version: provenance.licenceVersion,
		licence_url: provenance.licenceUrl,
		attribution: provenance.attribution,
		fetched_at: provenance.fetchedAt.toISOString(),
		sha256: photo.file.sha256,
		perceptual_hash: photo.file.perceptualHash.toString(16).padStart(16, '0'),
		original_width: photo.file.originalWidth,
		original_height: photo.file.originalHeight,
		nsfw_score: photo.nsfwScore,
		kept: photo.kept ? 'yes' : undefined,
	};
	return METADATA_COLUMNS.map((column) => String(cells[column] ?? ''));
}

const text = z
	.string()
	.max(10_000)
	.transform((value) => (value === '' ? undefined : value))
	.optional();
const side = z.coerce.number().int().positive().optional().catch(undefined);

const ROW = z.object({
	file: z.string().min(1),
	label: text,
	/** None that a member taught: those leave no server, so a file that says so is wrong. */
	source: z.enum(CRAWLED_SOURCES).optional().catch(undefined),
	source_id: text,
	series: text,
	url: text,
	page_url: text,
	title: text,
	author: text,
	author_url: text,
	/** An id (`by-sa`), or however people write it (`CC BY-SA 4.0`). */
	licence: text,
	licence_version: text,
	licence_url: text,
	attribution: text,
	fetched_at: z.iso
		.datetime()
		.transform((at) => new Date(at))
		.optional()
		.catch(undefined),
	sha256: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.optional()
		.catch(undefined),
	perceptual_hash: z
		.string()
		.regex(/^[0-9a-f]{16}$/)
		.transform((hex) => BigInt(`0x${hex}`))
		.optional()
		.catch(undefined),
	original_width: side,
	original_height: side,
	nsfw_score: z.string().min(1).transform(Number).pipe(z.number().min(0).max(1)).optional().catch(undefined),
	kept: z
		.string()
		.transform((value) => value === 'yes')
		.optional(),
	group: text,
});

/** What a row says of the photo at a path. Anything may be missing, or be nonsense, and is then unknown. */
export type PhotoRow = z.infer<typeof ROW>;

type LicenceTerms = Pick<Candidate, 'licence' | 'licenceVersion' | 'licenceUrl'>;

/** Understands a licence as people write it. */
export type ReadLicence = (written: string, version: string | undefined) => LicenceTerms;

/** The longest `metadata.csv` that is read: of some 200,000 photos whose authors wrote much. */
export const MAX_METADATA_BYTES = 128_000_000;

/** More than there may be photos: what follows is no list of photos. */
const MAX_ROWS = 1_000_000;

/** Rows read without letting others run: some milliseconds. */
const SLICE = 200;

/**
 * By path, for those of the photos that are there. Rows that make no sense are left out.
 * @throws {UserError} `import-too-large`
 */
export async function readPhotoRows(
	csv: AsyncIterable<Uint8Array>,
	paths: readonly string[],
): Promise<ReadonlyMap<string, PhotoRow>> {
	const wanted = new Set(paths.map((path) => path.normalize('NFC')));
	const found = new Map<string, PhotoRow>();
	let names: string[] | undefined;
	let count = 0;
	for await (const row of readCsv(csv)) {
		if (!names) {
			names = row.map((name) => name.trim().toLowerCase());
			continue;
		}
		if (++count > MAX_ROWS) throw new UserError('import-too-large', { photos: MAX_ROWS });
		if (count % SLICE === 0) await letOthersRun();
		if (!wanted.has(row[names.indexOf('file')]?.normalize('NFC') ?? '')) continue;
		const parsed = ROW.safeParse(Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
		if (parsed.success) found.set(parsed.data.file.normalize('NFC'), parsed.data);
	}
	return found;
}

/** The candidate that a file is: of its own source, where that is known, so that it stays the same photo. */
export function candidateOf(path: string, row: PhotoRow | undefined, readLicence: ReadLicence): Candidate {
	const origin =
		row?.source !== undefined && row.source_id !== undefined
			? { source: row.source, sourceId: row.source_id }
			: { source: 'folder' as const, sourceId: path };
	return {
		...origin,
		url: row?.url ?? '',
		pageUrl: row?.page_url ?? '',
		...definedOnly({
			series: row?.series,
			title: row?.title,
			author: row?.author,
			authorUrl: row?.author_url,
			attribution: row?.attribution,
		}),
		...termsOf(row, readLicence),
	};
}

function termsOf(row: PhotoRow | undefined, readLicence: ReadLicence): LicenceTerms {
	const written = row?.licence;
	if (written === undefined) return { licence: 'other' };
	const id = LICENCES.find((licence) => licence === written.toLowerCase());
	if (!id) return readLicence(written, row?.licence_version);
	return {
		licence: id,
		...definedOnly({ licenceVersion: row?.licence_version, licenceUrl: row?.licence_url }),
	};
}

function definedOnly<Members extends Record<string, unknown>>(members: Members): Partial<Members> {
	return Object.fromEntries(
		Object.entries(members).filter(([, value]) => value !== undefined),
	) as Partial<Members>;
}

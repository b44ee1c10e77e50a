import { z } from 'zod';
import { type Candidate, LICENCES, SOURCES } from '../candidate.ts';
import { parseLicence, termsOf } from '../licence.ts';
import type { PhotoCollection } from './collection.ts';
import { parseCsv } from './csv.ts';

/** The file in a collection that says where its photos are from. */
export const METADATA_FILE = 'metadata.csv';

const MAX_METADATA_BYTES = 200_000_000;

/** A cell: absent when empty, without the apostrophe that keeps spreadsheets from running it. */
const cell = z
	.string()
	.transform((text) => text.replace(/^'(?=[=+\-@\t\r])/, '').trim() || undefined)
	.optional();
const link = cell.transform((text) => (text && /^https?:\/\//i.test(text) ? text : undefined));

/** Only `file` is needed; what `hantei dataset export` writes has them all. */
const ROW = z.object({
	file: z.string().min(1),
	source: z.enum(SOURCES).optional().catch(undefined),
	source_id: cell,
	series: cell,
	title: cell,
	author: cell,
	author_url: link,
	/** An id (`by-sa`), a name (`CC BY-SA 4.0`) or the address of a deed. */
	licence: cell,
	license: cell,
	licence_version: cell,
	licence_url: link,
	attribution: cell,
	page_url: link,
	url: link,
});

export interface PhotoMetadata {
	readonly candidate: Candidate;
	/** Whether anything was said about its licence: the host's own photos need not say. */
	readonly statesLicence: boolean;
}

/** What is known of each photo of a collection, by its path. */
export class Metadata {
	readonly #rows: ReadonlyMap<string, z.infer<typeof ROW>>;

	private constructor(rows: ReadonlyMap<string, z.infer<typeof ROW>>) {
		this.#rows = rows;
	}

	/** Reads the collection's metadata; none is no error, and neither are rows that make no sense. */
	static async of(collection: PhotoCollection): Promise<Metadata> {
		if (!collection.paths.includes(METADATA_FILE)) return new Metadata(new Map());
		const text = Buffer.from(await collection.read(METADATA_FILE, MAX_METADATA_BYTES)).toString('utf8');
		const rows = parseCsv(text).flatMap((row) => {
			const parsed = ROW.safeParse(row);
			return parsed.success ? [[parsed.data.file.normalize('NFC'), parsed.data] as const] : [];
		});
		return new Metadata(new Map(rows));
	}

	get(path: string): PhotoMetadata {
		const row = this.#rows.get(path.normalize('NFC'));
		const licence = row?.licence ?? row?.license;
		// A photo of another source keeps its identity, so that a dataset comes back as it was exported.
		const origin =
			row?.source !== undefined && row.source_id !== undefined
				? { source: row.source, sourceId: row.source_id }
				: { source: 'folder' as const, sourceId: path };
		return {
			candidate: {
				...origin,
				url: row?.url ?? `folder:${encodeURI(path)}`,
				pageUrl: row?.page_url ?? '',
				series: row?.series,
				title: row?.title,
				author: row?.author,
				authorUrl: row?.author_url,
				attribution: row?.attribution,
				...termsFrom(licence, row?.licence_version),
				...(row?.licence_url && { licenceUrl: row.licence_url }),
			},
			statesLicence: licence !== undefined,
		};
	}
}

function termsFrom(text: string | undefined, version: string | undefined) {
	if (text === undefined) return termsOf('other');
	const known = LICENCES.find((licence) => licence === text.toLowerCase());
	return known ? termsOf(known, version) : parseLicence(text, version);
}

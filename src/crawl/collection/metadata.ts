import type { Candidate } from '../../dataset/candidate.ts';
import { candidateOf, MAX_METADATA_BYTES, type PhotoRow, readPhotoRows } from '../../dataset/photo-row.ts';
import { parseLicence } from '../licence.ts';
import type { PhotoCollection } from './photo-collection.ts';

/** The file in a collection that says where its photos are from. */
const METADATA_FILE = 'metadata.csv';

export interface PhotoMetadata {
	readonly candidate: Candidate;
	/** Whether anything was said about its licence: the host's own photos need not say. */
	readonly statesLicence: boolean;
}

/** What is known of each photo of a collection, by its path. */
export class Metadata {
	readonly #rows: ReadonlyMap<string, PhotoRow>;

	private constructor(rows: ReadonlyMap<string, PhotoRow>) {
		this.#rows = rows;
	}

	/** Reads the collection's metadata; none is no error, and neither are rows that make no sense. */
	static async of(collection: PhotoCollection): Promise<Metadata> {
		if (!collection.paths.includes(METADATA_FILE)) return new Metadata(new Map());
		const csv = collection.stream(METADATA_FILE, MAX_METADATA_BYTES);
		return new Metadata(await readPhotoRows(csv, collection.paths));
	}

	get(path: string): PhotoMetadata {
		const row = this.#rows.get(path.normalize('NFC'));
		return {
			// Whatever source it was once from: here it is a file of the host's.
			candidate: {
				...candidateOf(path, row, parseLicence),
				source: 'folder',
				sourceId: path,
				url: `folder:${path}`,
			},
			statesLicence: row?.licence !== undefined,
		};
	}
}

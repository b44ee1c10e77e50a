import type { Candidate } from '../candidate.ts';
import type { Quarantine } from './reasons.ts';
import type { CandidateColumns, RowOf } from './tables.ts';

/** A normalised picture in the photo store. */
export interface PhotoFile {
	/** Of the normalised file, hexadecimal. */
	readonly sha256: string;
	/** 64-bit difference hash. */
	readonly perceptualHash: bigint;
	readonly width: number;
	readonly height: number;
	readonly bytes: number;
	/** Of what was downloaded. */
	readonly originalWidth: number;
	readonly originalHeight: number;
}

/** Where a photo is from and under which terms: travels with it everywhere. */
export interface Provenance extends Omit<Candidate, 'width' | 'height'> {
	readonly fetchedAt: Date;
}

/** States of what has a file. `removed`: can be had back by undoing the removal, until its file is erased. */
export const PHOTO_STATES = ['accepted', 'quarantined', 'removed'] as const;
export type PhotoState = (typeof PHOTO_STATES)[number];

export interface Photo {
	readonly id: number;
	readonly labelId: number;
	readonly state: PhotoState;
	readonly file: PhotoFile;
	readonly provenance: Provenance;
	/** Photos of one group show one picture, or are of one series: never on both sides of a split. */
	readonly group: number;
	/** The photo of the same label it is a copy of, as far as the perceptual hash tells. */
	readonly duplicateOf?: number;
	/** Of a quarantined one. */
	readonly quarantine?: Quarantine;
	/** 0 to 1. */
	readonly nsfwScore?: number;
	/** A person looked at it and says that its label is right: no rule quarantines it any more. */
	readonly kept: boolean;
}

/** A row in one of `PHOTO_STATES`: the table makes sure that those have a file. */
type PhotoRow = RowOf<'photo'> & Filed;
type Filed = {
	[Column in
		| 'fetched_at'
		| 'sha256'
		| 'perceptual_hash'
		| 'width'
		| 'height'
		| 'bytes'
		| 'original_width'
		| 'original_height'
		| 'group_id']: NonNullable<RowOf<'photo'>[Column]>;
} & { state: PhotoState; reason: Quarantine | null };

function isPhoto(row: RowOf<'photo'>): row is PhotoRow {
	return (PHOTO_STATES as readonly string[]).includes(row.state);
}

/** Those of the rows that have a file. */
export function toPhotos(rows: readonly RowOf<'photo'>[]): Photo[] {
	return rows.filter(isPhoto).map(toPhoto);
}

function toPhoto(row: PhotoRow): Photo {
	const { width, height, ...offer } = toCandidate(row);
	return {
		id: row.id,
		labelId: row.label_id,
		state: row.state,
		file: {
			sha256: row.sha256,
			perceptualHash: BigInt(`0x${row.perceptual_hash}`),
			width: row.width,
			height: row.height,
			bytes: row.bytes,
			originalWidth: row.original_width,
			originalHeight: row.original_height,
		},
		provenance: { ...offer, fetchedAt: new Date(row.fetched_at) },
		group: row.group_id,
		...(row.duplicate_of !== null && { duplicateOf: row.duplicate_of }),
		...(row.reason !== null && { quarantine: row.reason }),
		...(row.nsfw_score !== null && { nsfwScore: row.nsfw_score }),
		kept: row.kept === 1,
	};
}

export function candidateColumns(candidate: Candidate): CandidateColumns {
	return {
		source: candidate.source,
		source_id: candidate.sourceId,
		series: candidate.series ?? null,
		url: candidate.url,
		page_url: candidate.pageUrl,
		title: candidate.title ?? null,
		author: candidate.author ?? null,
		author_url: candidate.authorUrl ?? null,
		licence: candidate.licence,
		licence_version: candidate.licenceVersion ?? null,
		licence_url: candidate.licenceUrl ?? null,
		attribution: candidate.attribution ?? null,
		offered_width: candidate.width ?? null,
		offered_height: candidate.height ?? null,
	};
}

export function toCandidate(row: CandidateColumns): Candidate {
	return {
		source: row.source,
		sourceId: row.source_id,
		...(row.series !== null && { series: row.series }),
		url: row.url,
		pageUrl: row.page_url,
		...(row.title !== null && { title: row.title }),
		...(row.author !== null && { author: row.author }),
		...(row.author_url !== null && { authorUrl: row.author_url }),
		licence: row.licence,
		...(row.licence_version !== null && { licenceVersion: row.licence_version }),
		...(row.licence_url !== null && { licenceUrl: row.licence_url }),
		...(row.attribution !== null && { attribution: row.attribution }),
		...(row.offered_width !== null && { width: row.offered_width }),
		...(row.offered_height !== null && { height: row.offered_height }),
	};
}

/** A perceptual hash as the catalogue keeps it. */
export function hashText(perceptualHash: bigint): string {
	return perceptualHash.toString(16).padStart(16, '0');
}

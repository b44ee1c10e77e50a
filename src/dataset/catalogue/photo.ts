import { z } from 'zod';
import { type Candidate, LICENCES, SOURCES } from '../candidate.ts';
import { QUARANTINES, type Quarantine } from './reasons.ts';

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

export const CANDIDATE_ROW = z.object({
	source: z.enum(SOURCES),
	source_id: z.string(),
	series: z.string().nullable(),
	url: z.string(),
	page_url: z.string(),
	title: z.string().nullable(),
	author: z.string().nullable(),
	author_url: z.string().nullable(),
	licence: z.enum(LICENCES),
	licence_version: z.string().nullable(),
	licence_url: z.string().nullable(),
	attribution: z.string().nullable(),
	offered_width: z.number().nullable(),
	offered_height: z.number().nullable(),
});

const FILE_ROW = z.object({
	sha256: z.string(),
	perceptual_hash: z.string(),
	width: z.number(),
	height: z.number(),
	bytes: z.number(),
	original_width: z.number(),
	original_height: z.number(),
});

export const PHOTO_ROW = z
	.object({
		id: z.number(),
		label_id: z.number(),
		state: z.enum(PHOTO_STATES),
		reason: z.enum(QUARANTINES).nullable(),
		kept: z.number(),
		fetched_at: z.number(),
		nsfw_score: z.number().nullable(),
		group_id: z.number(),
		duplicate_of: z.number().nullable(),
		...CANDIDATE_ROW.shape,
		...FILE_ROW.shape,
	})
	.transform((row): Photo => {
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
	});

/** Columns of a row of `photo` that CANDIDATE_ROW reads, in the order in which `candidateValues` gives them. */
export const CANDIDATE_COLUMNS = Object.keys(CANDIDATE_ROW.shape);

export function candidateValues(candidate: Candidate) {
	return [
		candidate.source,
		candidate.sourceId,
		candidate.series ?? null,
		candidate.url,
		candidate.pageUrl,
		candidate.title ?? null,
		candidate.author ?? null,
		candidate.authorUrl ?? null,
		candidate.licence,
		candidate.licenceVersion ?? null,
		candidate.licenceUrl ?? null,
		candidate.attribution ?? null,
		candidate.width ?? null,
		candidate.height ?? null,
	];
}

export function toCandidate(row: z.infer<typeof CANDIDATE_ROW>): Candidate {
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

import type { Licence } from '../../dataset/candidate.ts';
import { type LicenceTerms, termsOf } from '../licence.ts';

/**
 * Flickr's numbers (flickr.photos.licenses.getInfo, since June 2025). Left out on purpose: 0, all rights reserved;
 * 7, "no known copyright restrictions", which promises nothing; 8, works of the US government, which are in the
 * public domain in the United States alone.
 */
const LICENCES: Readonly<Record<number, readonly [Licence, string?]>> = {
	1: ['by-nc-sa', '2.0'],
	2: ['by-nc', '2.0'],
	3: ['by-nc-nd', '2.0'],
	4: ['by', '2.0'],
	5: ['by-sa', '2.0'],
	6: ['by-nd', '2.0'],
	9: ['cc0'],
	10: ['pdm'],
	11: ['by', '4.0'],
	12: ['by-sa', '4.0'],
	13: ['by-nd', '4.0'],
	14: ['by-nc', '4.0'],
	15: ['by-nc-sa', '4.0'],
	16: ['by-nc-nd', '4.0'],
};

export function flickrLicence(id: number): LicenceTerms {
	const [licence, version] = LICENCES[id] ?? ['other'];
	return termsOf(licence, version);
}

/** The numbers to ask for. */
export function flickrLicenceIds(licences: readonly Licence[]): number[] {
	return Object.entries(LICENCES).flatMap(([id, [licence]]) =>
		licences.includes(licence) ? [Number(id)] : [],
	);
}

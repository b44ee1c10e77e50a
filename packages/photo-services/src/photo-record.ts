import type { LibraryPhoto } from './library/library.ts';
import type { Author, LicenceCode, StatedLicence, Trouble } from './library/provenance.ts';
import { inventAuthor, inventLicence, inventTitle, inventTrouble } from './library/provenance.ts';
import { thingOf } from './library/things.ts';
import { createRandom, seedOf } from './random.ts';

/** Where photos were published first; Openverse only collects what others have. */
export type Home = 'inaturalist' | 'commons' | 'flickr';

/** A photo with all that services tell of it. */
export interface PhotoRecord {
	readonly photo: LibraryPhoto;
	readonly id: number;
	readonly home: Home;
	/** Shared by the photos of one occasion: an observation, an album. */
	readonly series: number;
	readonly author: Author;
	readonly title: string;
	/** Undefined where nothing is stated. */
	readonly licence: StatedLicence | undefined;
	readonly trouble: Trouble | undefined;
}

export interface RecordOptions {
	/** Licences to hand out in turn, instead of the mixture that services have. */
	readonly licences?: readonly LicenceCode[];
	/** Whether some photos are gone, flagged, opted out and so on. */
	readonly troubles: boolean;
	/** Whether some titles and authors are markup, formulas and mentions. */
	readonly hostileNames: boolean;
}

/** Gives every photo an origin: always the same for the same name. */
export function inventRecords(photos: readonly LibraryPhoto[], options: RecordOptions): PhotoRecord[] {
	const records: PhotoRecord[] = [];
	let left = 0;
	photos.forEach((photo, index) => {
		const previous = records.at(-1);
		const goesOn = previous !== undefined && left > 0 && previous.photo.label === photo.label;
		const random = createRandom(seedOf('record', photo.name));
		const series = goesOn
			? previous
			: {
					series: longId('series', photo.name),
					author: inventAuthor(random, { hostile: options.hostileNames }),
					home: inventHome(photo.label, random),
				};
		// Most occasions give one photo, some two, few three.
		left = goesOn ? left - 1 : random.pick([0, 0, 0, 0, 0, 0, 1, 1, 1, 2]);
		const { licences, troubles } = options;
		records.push({
			photo,
			id: longId('photo', photo.name),
			series: series.series,
			author: series.author,
			home: series.home,
			title: inventTitle(photo.label, random, { hostile: options.hostileNames }),
			licence: licences ? { code: licences[index % licences.length], version: '4.0' } : inventLicence(random),
			trouble: troubles ? inventTrouble(photo.name) : undefined,
		});
	});
	return records;
}

function inventHome(label: string, random: { next(): number }): Home {
	const share = random.next();
	if (thingOf(label).taxa.length === 0) return share < 0.65 ? 'commons' : 'flickr';
	if (share < 0.45) return 'inaturalist';
	return share < 0.8 ? 'commons' : 'flickr';
}

/** Eleven digits: enough that a hundred thousand photos hardly ever share one. */
function longId(kind: string, name: string): number {
	return 10_000_000_000 + (seedOf(kind, name) % 100_000) * 100_000 + (seedOf(name, kind) % 100_000);
}

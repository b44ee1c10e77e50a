import { type TaxonRecord, thingOf } from './library/things.ts';
import type { Home, PhotoRecord } from './photo-record.ts';
import { seedOf } from './random.ts';

/** All records, found as services find theirs. */
export class Shelf {
	readonly labels: readonly string[];
	readonly records: readonly PhotoRecord[];
	readonly #byId: ReadonlyMap<number, PhotoRecord>;

	constructor(records: readonly PhotoRecord[]) {
		this.records = records;
		this.labels = [...new Set(records.map(({ photo }) => photo.label))];
		this.#byId = new Map(records.map((record) => [record.id, record]));
	}

	get(id: number): PhotoRecord | undefined {
		return this.#byId.get(id);
	}

	/** What a full-text search finds among photos of some homes, the most relevant first. */
	search(text: string, homes: readonly Home[]): PhotoRecord[] {
		const { wanted, unwanted } = readSearch(text);
		const labels = new Set(this.labels.filter((label) => namesOf(label).some((name) => meets(wanted, name))));
		return this.records
			.filter(({ photo, home }) => labels.has(photo.label) && homes.includes(home))
			.filter(({ title }) => !unwanted.some((word) => contains(title.toLowerCase(), word)))
			.toSorted((a, b) => relevance(a) - relevance(b));
	}

	/** Taxa by part of a name, each with the name that was found. */
	taxa(text: string): { readonly taxon: TaxonRecord; readonly matched: string; readonly label: string }[] {
		const wanted = text.normalize('NFKC').trim().toLowerCase();
		return this.labels.flatMap((label) =>
			thingOf(label).taxa.flatMap((taxon) => {
				const names = [...taxon.alsoCalled, taxon.english, taxon.japanese, taxon.name];
				const matched =
					names.find((name) => name.toLowerCase() === wanted) ??
					names.find((name) => contains(name.toLowerCase(), wanted));
				return matched === undefined ? [] : [{ taxon, matched, label }];
			}),
		);
	}

	/** A taxon by its number. */
	taxon(id: number): TaxonRecord | undefined {
		return this.labels.flatMap((label) => thingOf(label).taxa).find((taxon) => taxon.id === id);
	}

	/** Photos of a taxon: of all its label's, for a narrower one of every third. */
	ofTaxon(id: number): PhotoRecord[] {
		return this.labels.flatMap((label) => {
			const { taxa } = thingOf(label);
			const rank = taxa.findIndex((taxon) => taxon.id === id);
			if (rank === -1) return [];
			return this.records.filter(
				({ photo, home, series }) =>
					photo.label === label && home === 'inaturalist' && (rank === 0 || series % 3 === rank % 3),
			);
		});
	}
}

function namesOf(label: string): string[] {
	return [label, ...thingOf(label).names].map((name) => name.normalize('NFKC').toLowerCase());
}

/** Reads `"wild boar" -hat -"boar war" filetype:bitmap`: the text and what must not occur; other operators do nothing. */
function readSearch(text: string): { wanted: string; unwanted: string[] } {
	const terms = [
		...text
			.normalize('NFKC')
			.toLowerCase()
			.matchAll(/(-?)(?:"([^"]*)"|(\S+))/g),
	]
		.map(([, minus, phrase, word]) => ({ minus, term: phrase ?? word }))
		.filter(({ term }) => term && !/^[a-z]+:/.test(term));
	return {
		wanted: terms
			.filter(({ minus }) => !minus)
			.map(({ term }) => term)
			.join(' '),
		unwanted: terms.filter(({ minus }) => minus).map(({ term }) => term),
	};
}

function meets(wanted: string, name: string): boolean {
	return wanted !== '' && (contains(wanted, name) || contains(name, wanted));
}

/** As a whole word, where the script has any. */
function contains(text: string, part: string): boolean {
	const spaced = /^[\p{Script=Latin}\s]+$/u.test(part);
	return spaced ? ` ${text.replace(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${part} `) : text.includes(part);
}

function relevance({ photo }: PhotoRecord): number {
	return seedOf('relevance', photo.name);
}

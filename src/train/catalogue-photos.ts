import type { Dataset, Photo } from '../dataset/catalogue/catalogue.ts';
import { type PhotoStore, photoKey } from '../dataset/photo-store.ts';
import { UserError } from '../errors.ts';
import type { EmbeddedTrainingPhoto } from './assemble-dataset.ts';
import type { EmbeddedFiles, RefusedFile } from './embed-files.ts';
import type { LabelledFile } from './scan-folder.ts';

/** A photo of the catalogue as a file to embed. */
export interface CatalogueFile extends LabelledFile {
	readonly photo: Photo;
}

/** The accepted photos of every label, label by label. */
export async function listCatalogueFiles(dataset: Dataset, photoStore: PhotoStore): Promise<CatalogueFile[]> {
	const files: CatalogueFile[] = [];
	for (const { id, name: label } of await dataset.labels.list()) {
		for await (const photo of dataset.photos.each({ labelId: id })) {
			const { sha256 } = photo.file;
			const read = () => photoStore.read(sha256);
			files.push({ path: photoKey(sha256), name: `#${photo.id}`, label, photo, read });
		}
	}
	return files;
}

/** Those of the photos that members have taken back since they were listed. */
export async function listTakenBack(
	files: readonly CatalogueFile[],
	dataset: Dataset,
): Promise<CatalogueFile[]> {
	const gone: CatalogueFile[] = [];
	for (const file of files) {
		const { id, provenance } = file.photo;
		if (provenance.source === 'member' && !(await dataset.photos.get(id))) gone.push(file);
	}
	return gone;
}

/** Embedded photos with what the catalogue knows of them. */
export interface CataloguedPhotos {
	readonly photos: readonly EmbeddedTrainingPhoto[];
	readonly refused: readonly RefusedFile[];
	/** By the name that its file goes by. */
	readonly byName: ReadonlyMap<string, Photo>;
}

/**
 * Adds what the catalogue knows to what the backbone made of its files. A file with other bytes than it had is refused.
 * @param files embedded ones that are not among them are left out
 */
export function withCatalogue(files: readonly CatalogueFile[], result: EmbeddedFiles): CataloguedPhotos {
	const byName = new Map(files.map(({ name, photo }) => [name, photo]));
	const [embedded, refused] = [
		result.embedded.filter(({ name }) => byName.has(name)),
		result.refused.filter(({ name }) => byName.has(name)),
	];
	const photoOf = (name: string) => byName.get(name) as Photo;
	const ages = new Map(files.toSorted(byArrival).map(({ name }, age) => [name, age]));
	const isWhole = ({ name, sha256 }: (typeof embedded)[number]) => photoOf(name).file.sha256 === sha256;
	return {
		byName,
		photos: embedded.filter(isWhole).map((file) => ({
			...file,
			age: ages.get(file.name),
			isKept: photoOf(file.name).kept,
			series: seriesOf(photoOf(file.name)),
		})),
		refused: [
			...refused,
			...embedded
				.filter((file) => !isWhole(file))
				.map((file) => ({
					...file,
					refusal: new UserError('file-unreadable', { path: file.name, reason: 'altered' }),
				})),
		],
	};
}

/** By when a photo came, not when it was heard of: one whose download was tried again later is younger than its id. */
function byArrival({ photo: a }: CatalogueFile, { photo: b }: CatalogueFile): number {
	return a.provenance.fetchedAt.getTime() - b.provenance.fetchedAt.getTime() || a.id - b.id;
}

/**
 * What a photo belongs to: its group in the catalogue (copies, an observation, an album), and photos of one author that
 * bear one title but for the numbers in it (`Rook 1`, `Rook 2`), which is how people name what they took in a row.
 */
function seriesOf({ group, labelId, provenance: { source, author, title } }: Photo): string[] {
	const subject = title
		?.toLowerCase()
		.replace(/[\p{N}\p{P}\p{S}\s]+/gu, ' ')
		.trim();
	return [
		`group ${group}`,
		...(author && subject ? [JSON.stringify([labelId, source, author, subject])] : []),
	];
}

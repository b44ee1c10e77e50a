import { createArchive } from './archive-writer.ts';
import { attributionMarkdown, type Credit } from './attribution.ts';
import type { Licence } from './candidate.ts';
import type { Dataset, Label, Photo } from './catalogue/catalogue.ts';
import { formatCsvRow } from './csv.ts';
import { type DatasetFile, formatDatasetFile } from './dataset-file.ts';
import { formatPhotoRow, METADATA_COLUMNS } from './photo-row.ts';
import type { PhotoStore } from './photo-store.ts';

export interface ExportOptions {
	readonly dataset: Dataset;
	readonly photoStore: PhotoStore;
	/** A folder to be, or a zip (by a name that ends so). */
	readonly target: string;
	/** Photos of other licences stay out; all go in, when absent. What members taught never does. */
	readonly licences?: readonly Licence[];
	readonly signal?: AbortSignal;
	/** After each photo. */
	readonly onProgress?: (photos: number) => void;
}

export interface Exported {
	readonly photos: number;
	/** Photos whose file is not in the store. */
	readonly missing: number;
	/** Photos of other licences than those asked for, and those that members taught. */
	readonly leftOut: number;
	/** Whether any may be shared under the same licence only. */
	readonly shareAlike: boolean;
}

/**
 * Writes a dataset's accepted photos as people and programs expect them: one folder for each label, `metadata.csv`
 * with all that is known of each photo, `dataset.json` with the labels, and `ATTRIBUTION.md`. `importDataset` reads
 * back the same. It appears when it is complete; the same dataset gives the same bytes.
 * @throws {UserError} `target-exists`; the signal's reason
 */
export async function exportDataset(options: ExportOptions): Promise<Exported> {
	const archive = await createArchive(options.target);
	try {
		const exported = await fill(archive, options);
		await archive.finish();
		return exported;
	} catch (error) {
		await archive.abandon();
		throw error;
	}
}

async function fill(
	archive: Awaited<ReturnType<typeof createArchive>>,
	{ dataset, photoStore, licences, signal, onProgress }: ExportOptions,
): Promise<Exported> {
	const labels = await dataset.labels.list();
	const folders = folderNames(labels);
	/** Numbered in the order of the export, so that the catalogue's own numbers do not show. */
	const groups = new Map<number, number>();
	const credits: Credit[] = [];
	const rows = [formatCsvRow(METADATA_COLUMNS)];
	const counts = { photos: 0, missing: 0, leftOut: 0 };
	for (const label of labels) {
		for (const photo of await photosInOrder(dataset, label)) {
			signal?.throwIfAborted();
			const { source, licence } = photo.provenance;
			if (source === 'member' || (licences && !licences.includes(licence))) {
				counts.leftOut++;
				continue;
			}
			const { sha256 } = photo.file;
			if (!(await photoStore.has(sha256))) {
				counts.missing++;
				continue;
			}
			const file = `${folders.get(label.id)}/${sha256}.jpg`;
			await archive.addFile(file, () => photoStore.read(sha256));
			const group = groups.get(photo.group) ?? groups.size + 1;
			groups.set(photo.group, group);
			rows.push(formatCsvRow(formatPhotoRow(photo, { file, label: label.name, group })));
			credits.push({ ...photo.provenance, label: label.name, sha256 });
			counts.photos++;
			onProgress?.(counts.photos);
		}
	}
	await archive.addText('metadata.csv', rows.join(''));
	await archive.addText('dataset.json', formatDatasetFile(labels.map(toFile)));
	await archive.addText('ATTRIBUTION.md', attributionMarkdown(credits));
	return { ...counts, shareAlike: credits.some(({ licence }) => licence.endsWith('-sa')) };
}

async function photosInOrder(dataset: Dataset, label: Label): Promise<Photo[]> {
	const photos: Photo[] = [];
	for await (const photo of dataset.photos.each({ labelId: label.id })) photos.push(photo);
	const key = ({ provenance }: Photo) => `${provenance.source}\0${provenance.sourceId}`;
	return photos.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function toFile({
	name,
	aliases,
	displayNames,
	searchTerms,
	exclusions,
	entity,
}: Label): DatasetFile['labels'][number] {
	return {
		name,
		aliases: [...aliases],
		displayNames,
		searchTerms: [...searchTerms],
		exclusions: [...exclusions],
		...(entity && { entity }),
	};
}

/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A folder for each label that every file system takes and people can read, in any script; by the label's id. */
function folderNames(labels: readonly Label[]): Map<number, string> {
	const taken = new Set<string>();
	const names = new Map<number, string>();
	for (const { id, name } of labels) {
		const words = name.normalize('NFKC').replace(/[^\p{L}\p{M}\p{N}_-]+/gu, '-');
		const readable = words.replace(/^-+|-+$/g, '').normalize('NFC');
		const stem = readable === '' || DEVICES.test(readable) ? `label-${readable || names.size + 1}` : readable;
		let folder = stem;
		for (let n = 2; taken.has(folder.toLowerCase()); n++) folder = `${stem}-${n}`;
		taken.add(folder.toLowerCase());
		names.set(id, folder);
	}
	return names;
}

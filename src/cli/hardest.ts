import { readFile } from 'node:fs/promises';
import { creditLine } from '../dataset/attribution.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { type HardPhoto, hardestPhotos } from '../report/hardest.ts';
import type { ReportOptions } from '../report/write.ts';
import type { FolderEvaluation } from '../train/evaluate-folder.ts';
import { withCatalogue } from './catalogue.ts';
import type { CliContext } from './context.ts';

/** The hardest photos of a version for its report, with their credits; those whose file is gone by now are left out. */
export async function readHardest(
	classifier: string,
	version: ModelVersion,
	context: CliContext,
): Promise<ReportOptions['hardest']> {
	return withCatalogue(classifier, context, async ({ dataset, photoStore }) => {
		const photos: HardPhoto[] = [];
		for (const photo of hardestPhotos(version)) {
			const [known] = await dataset.photos.find(photo.sha256);
			photos.push(known ? { ...photo, credit: creditLine(known.provenance) } : photo);
		}
		return { photos, read: ({ sha256 }) => photoStore.read(sha256).catch(() => undefined) };
	});
}

/** The hardest photos of a folder. */
export function hardestOfFolder({
	all,
	judged,
}: Pick<FolderEvaluation, 'all' | 'judged'>): ReportOptions['hardest'] {
	const pathOf = new Map(judged.map(({ sha256, path }) => [sha256, path]));
	return {
		photos: hardestPhotos({ evaluation: all, dataset: { photos: judged } }),
		read: async ({ sha256 }) => readFile(pathOf.get(sha256) as string),
	};
}

import { z } from 'zod';

const NAMES = z.array(z.string()).default([]);

const DATASET_FILE = z.object({
	format: z.literal('hantei-dataset'),
	version: z.literal(1),
	labels: z.array(
		z.object({
			name: z.string(),
			aliases: NAMES,
			displayNames: z.object({ en: z.string().optional(), ja: z.string().optional() }).default({}),
			searchTerms: NAMES,
			exclusions: NAMES,
			entity: z.object({ taxonId: z.number().int(), name: z.string() }).optional(),
		}),
	),
});

/** The labels of an exported dataset: `dataset.json`. */
export type DatasetFile = z.infer<typeof DATASET_FILE>;

export function formatDatasetFile(labels: DatasetFile['labels']): string {
	return `${JSON.stringify({ format: 'hantei-dataset', version: 1, labels } satisfies DatasetFile, null, '\t')}\n`;
}

/** Undefined for what is no such file, or of a version that is not known. */
export function readDatasetFile(text: string): DatasetFile | undefined {
	try {
		return DATASET_FILE.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}

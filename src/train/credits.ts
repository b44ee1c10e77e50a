import { attributionMarkdown } from '../dataset/attribution.ts';
import type { Photo } from '../dataset/catalogue/catalogue.ts';
import type { TrainingDataset } from './assemble-dataset.ts';

/** ATTRIBUTION.md of a version: whose photos it was made from or judged by, and under which terms. */
export function creditsOf({ photos }: TrainingDataset, byName: ReadonlyMap<string, Photo>): string {
	return attributionMarkdown(
		photos.map(({ name, label, sha256 }) => ({ ...(byName.get(name) as Photo).provenance, label, sha256 })),
	);
}

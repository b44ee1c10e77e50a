import { attributionMarkdown } from '../dataset/attribution.ts';
import type { Photo } from '../dataset/catalogue/catalogue.ts';
import type { TrainingDataset } from './assemble-dataset.ts';
import type { NetworkWish } from './import/wish.ts';

/** ATTRIBUTION.md of a version: whose photos it was made from or judged by, and under which terms. */
export function creditsOf({ photos }: TrainingDataset, byName: ReadonlyMap<string, Photo>): string {
	return attributionMarkdown(
		photos.map(({ name, label, sha256 }) => ({ ...(byName.get(name) as Photo).provenance, label, sha256 })),
	);
}

/** ATTRIBUTION.md of a version that is a network: where it is from, and whose photos it was judged by. */
export function attributionOf(
	{ name, licence, learnt }: NetworkWish,
	photos: readonly { readonly name: string; readonly label: string; readonly sha256: string }[],
	byName: ReadonlyMap<string, Photo>,
): string {
	const origin = learnt
		? 'This model version is a network that was trained here, from scratch, on a folder of photos without records of author,\nsource or licence. The photos are not part of it; their SHA-256 hashes are in dataset.json.'
		: `This model version is a network from the file ${JSON.stringify(name)}. Licence: ${licence === 'NOASSERTION' ? 'not stated' : licence}.\nWhose photos it learned from, the file does not say.`;
	const credits = photos.flatMap(({ name, label, sha256 }) => {
		const photo = byName.get(name);
		return photo ? [{ ...photo.provenance, label, sha256 }] : [];
	});
	if (credits.length === 0) return `# Attribution\n\n${origin}\n`;
	return `# The network\n\n${origin}\nIt was judged by these photos.\n\n${attributionMarkdown(credits)}`;
}

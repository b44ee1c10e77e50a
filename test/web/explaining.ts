import { PhotoStore } from '../../src/dataset/photo-store.ts';
import type { Explainer, Explanation } from '../../src/registry/explain.ts';
import { drawPicture } from '../crawl/pictures.ts';
import { candidate, openCatalogue, photoFile } from '../dataset/catalogue/support.ts';
import { prediction } from './fake-predictor.ts';

const CELLS = 49;
const MIDDLE = 24;

/** What explains every picture in the same way, and counts them: the middle of a crow decided, and these photos were like it. */
export class FakeExplainer implements Explainer {
	explained = 0;
	readonly nearest: readonly string[];
	answer: () => Promise<Partial<Explanation>> = async () => ({});

	/** @param nearest SHA-256 */
	constructor(nearest: readonly string[] = []) {
		this.nearest = nearest;
	}

	async explain(): Promise<Explanation> {
		this.explained++;
		return {
			prediction: { ...prediction('sure'), model: 'default/v7' },
			threshold: 0.6,
			middle: 0.5,
			nearest: this.nearest.map((sha256, index) => ({ sha256, similarity: 0.9 - index / 5 })),
			heat: {
				grid: 7,
				drops: Array.from({ length: CELLS }, (_, cell) => (cell === MIDDLE ? 0.33 : 0)),
			},
			...(await this.answer()),
		};
	}
}

/** The host's photos of crows: one that its author gave to everybody, one of the host's own. */
export async function learnedPhotos(folder: string) {
	const catalogue = await openCatalogue();
	const { labels, runs, photos } = catalogue.dataset('default');
	const label = await labels.add({ name: 'crow' }, 'cli');
	const { id: run } = await runs.start('cli');
	const photoStore = new PhotoStore(folder);
	const candidates = [
		candidate('given', { title: '<b>A crow</b>', author: 'Kuro & Co.' }),
		candidate('own', { source: 'folder', licence: 'other', pageUrl: 'file:///home/host/crow.jpg' }),
	];
	const files = candidates.map(({ sourceId }) => photoFile(sourceId));
	for (const [index, file] of files.entries()) {
		await photos.add(run, label.id, candidates[index], file);
		await photoStore.put(file.sha256, await drawPicture(index));
	}
	return { catalogue, photoStore, explainer: new FakeExplainer(files.map(({ sha256 }) => sha256)) };
}

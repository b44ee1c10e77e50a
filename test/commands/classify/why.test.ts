import { describe, expect, test } from 'vitest';
import { drawExplanation } from '../../../commands/classify/why/picture.ts';
import { type ExplanationTextOptions, explanationText } from '../../../commands/classify/why/text.ts';
import type { Candidate } from '../../../src/dataset/candidate.ts';
import { PhotoStore } from '../../../src/dataset/photo-store.ts';
import { sharp } from '../../../src/image/libvips.ts';
import type { Pixels } from '../../../src/image/pixels.ts';
import type { Explanation } from '../../../src/registry/explain.ts';
import { findNeighbours, type Neighbours } from '../../../src/report/why/nearest.ts';
import { prediction } from '../../bot/fixtures.ts';
import { drawPicture } from '../../crawl/pictures.ts';
import { candidate, openCatalogue, photoFile } from '../../dataset/catalogue/support.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const english: ExplanationTextOptions = { spoiler: false, threshold: null, canAttach: true, locale: 'en' };
const japanese: ExplanationTextOptions = { ...english, locale: 'ja' };
const nobody: Neighbours = { shown: [], missing: 0, withheld: 0 };

function explanation(more: Partial<Explanation> = {}): Explanation {
	const drops = Array.from({ length: 49 }, (_, cell) => (cell === 24 ? 0.33 : 0));
	return {
		prediction: { ...prediction(), model: 'default/v7' },
		threshold: 0.6,
		middle: 0.5,
		nearest: [],
		heat: { grid: 7, drops },
		...more,
	};
}

/** A dataset with a photo for each change to a candidate, and an explanation that names them all. */
async function datasetOf(candidates: readonly Partial<Candidate>[]) {
	const catalogue = await openCatalogue();
	const { labels, runs, photos } = catalogue.dataset('default');
	const label = await labels.add({ name: 'crow' }, 'cli');
	const photoStore = new PhotoStore(await temporaryFolder());
	const { id: run } = await runs.start('cli');
	const files = candidates.map((_, index) => photoFile(`photo ${index}`));
	for (const [index, more] of candidates.entries()) {
		await photos.add(run, label.id, candidate(`photo-${index}`, more), files[index]);
		await photoStore.put(files[index].sha256, await drawPicture(index));
	}
	const nearest = files.map(({ sha256 }, index) => ({ sha256, similarity: 0.9 - index / 5 }));
	return { catalogue, photoStore, files, explanation: explanation({ nearest }) };
}

describe('an explanation in words', () => {
	test('tells a sure answer by its confidence and the threshold, and the second label', () => {
		const { content } = explanationText(explanation(), nobody, english);
		expect(content).toContain('**crow** 94 %. That is at least the 60 % it takes for an answer.');
		expect(content).toContain('Second is boar with 4 %.');
		expect(content).toContain('With the strongest part covered, 94 % become 61 %.');
		expect(content).toMatch(/-# Model default\/v7$/);
	});

	test('tells what an unsure one lacks, by the guild’s own threshold if there is one', () => {
		const unsure = explanation({ prediction: prediction('unsure', { crow: 0.5, boar: 0.5 }) });
		expect(explanationText(unsure, nobody, english).content).toContain('it takes 60 % for an answer');
		const strict = explanationText(explanation(), nobody, { ...english, threshold: 0.97 });
		expect(strict.content).toContain('Not sure: **crow** comes first with 94 %, and it takes 97 %');
		const close = explanationText(explanation(), nobody, { ...english, threshold: 0.943 });
		expect(close.content).toContain('first with 94.0 %, and it takes 94.3 %');
	});

	test('tells why a picture is none of the labels', () => {
		const unknown = explanation({ prediction: { ...prediction('unknown'), unknownScore: 0.96 } });
		const { content } = explanationText(unknown, nobody, english);
		expect(content).toContain(
			'nearest to **crow**, but so little like its photos that it is none of these with 96 %.',
		);
		expect(explanationText(unknown, nobody, japanese).content).toContain('どれでもない確率は 96 % です');
	});

	test('says so when no part decides, and when a part speaks against the label', () => {
		const drops = Array.from({ length: 49 }, (_, cell) => (cell === 3 ? -0.2 : 0));
		const { content } = explanationText(explanation({ heat: { grid: 7, drops } }), nobody, english);
		expect(content).toContain('No single part decides');
		expect(content).toContain('Blue: what speaks against crow.');
	});

	test('covers what was covered', () => {
		const { content } = explanationText(explanation(), nobody, { ...english, spoiler: true, number: 2 });
		const [title, ...rest] = content.split('\n');
		expect(title).toBe('**Why? (2)**');
		expect(rest.at(0)).toMatch(/^\|\|/);
		expect(rest.at(-2)).toMatch(/\|\|$/);
	});

	test('credits no more photos than a message has room for', async () => {
		const long = { title: 'T'.repeat(500), pageUrl: `https://example.org/${'p'.repeat(250)}` };
		const licenceUrl = `https://example.org/${'l'.repeat(250)}`;
		const dataset = await datasetOf(Array.from({ length: 6 }, () => ({ ...long, licenceUrl })));
		const neighbours = await findNeighbours(dataset.explanation, dataset);
		const { content, credited } = explanationText(dataset.explanation, neighbours, english);
		expect(content.length).toBeLessThanOrEqual(2_000);
		expect(credited).toBeLessThan(neighbours.shown.length);
		expect(content).toContain(`**${credited}** [T`);
		expect(content).not.toContain(`**${credited + 1}** [T`);
	});

	test('without leave to attach files has words only', async () => {
		const dataset = await datasetOf([{}]);
		const neighbours = await findNeighbours(dataset.explanation, dataset);
		const { content, credited } = explanationText(dataset.explanation, neighbours, {
			...english,
			canAttach: false,
		});
		expect(credited).toBe(0);
		expect(content).toContain('I may not attach files here');
		expect(content).not.toContain('Orange');
	});
});

describe('the most similar training photos', () => {
	test('come with credits and how alike they are, the most alike first', async () => {
		const dataset = await datasetOf([{}, {}]);
		const neighbours = await findNeighbours(dataset.explanation, dataset);
		const { content } = explanationText(dataset.explanation, neighbours, english);
		expect(content).toMatch(/\*\*1\*\* \[Photo photo-0\].+ · Wikimedia Commons · almost the same$/m);
		expect(content).toMatch(/\*\*2\*\* \[Photo photo-1\].+ · very alike$/m);
		expect(explanationText(dataset.explanation, neighbours, japanese).content).toMatch(
			/^\*\*1\*\* .+ · ほぼ同じ$/m,
		);
	});

	test('are shown only with an open licence', async () => {
		const dataset = await datasetOf([
			{ source: 'folder', licence: 'other' },
			{ source: 'member', licence: 'member' },
			{},
		]);
		const neighbours = await findNeighbours(dataset.explanation, dataset);
		expect(neighbours.shown.map(({ photo }) => photo.provenance.sourceId)).toEqual(['photo-2']);
		expect(neighbours.withheld).toBe(2);
		const { content } = explanationText(dataset.explanation, neighbours, english);
		expect(content).toContain('2 more are the host’s or members’ own and are not shown.');
	});

	test('are not shown once somebody took them out', async () => {
		const dataset = await datasetOf([{}, {}]);
		const { photos, decisions } = dataset.catalogue.dataset('default');
		const [photo] = await photos.find(dataset.files[0].sha256);
		await decisions.remove([photo.id], '1');
		const neighbours = await findNeighbours(dataset.explanation, dataset);
		expect(neighbours.shown.map(({ photo }) => photo.provenance.sourceId)).toEqual(['photo-1']);
		expect(neighbours.missing).toBe(1);
	});

	test('of a model that came with Hantei are said to be elsewhere', async () => {
		const dataset = await datasetOf([{}]);
		const starter = {
			...dataset.explanation,
			prediction: { ...dataset.explanation.prediction, model: 'starter/v1' },
		};
		const neighbours = await findNeighbours(starter, dataset);
		expect(neighbours).toEqual({ shown: [], missing: 1, withheld: 0 });
		const { content } = explanationText(starter, neighbours, english);
		expect(content).toContain('None of the photos of crow it learned from can be shown');
	});

	test('lie in a row below the picture', async () => {
		const photo = await drawPicture(1);
		const dataset = await datasetOf([{}, {}, {}, {}, {}]);
		const { shown } = await findNeighbours(dataset.explanation, dataset);
		expect(shown).toHaveLength(4);
		const sizeOf = async (neighbours: readonly Pixels[]) =>
			sharp(await drawExplanation(photo, explanation().heat, neighbours)).metadata();
		const alone = await sizeOf([]);
		const all = await sizeOf(shown.map(({ pixels }) => pixels));
		expect([alone.format, alone.width, all.width]).toEqual(['jpeg', 800, 800]);
		expect(all.height - alone.height).toBeGreaterThan(180);
	});
});

import { describe, expect, test } from 'vitest';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import type { OccludedPhoto } from '../../src/model/engine/engine.ts';
import { createExplainer } from '../../src/registry/explain.ts';
import { classifierOf, embeddingOf, LABELS } from '../support/classifiers.ts';
import { BACKBONE, newVersion } from '../support/versions.ts';
import { fakeBackbone } from './fake-engine.ts';

const CROW = LABELS.indexOf('crow');
const BYTES = new Uint8Array([1]);
const photos = Array.from({ length: 6 }, (_, index) => ({
	sha256: String(index).repeat(64),
	label: LABELS[index % 3],
	group: index,
	fold: 0,
	excluded: false,
}));

/** Explains with an engine that sees a crow, of which it sees little when a certain cell is covered. */
function explain(decisiveCell: number) {
	const grids: number[] = [];
	const ran: (string | undefined)[] = [];
	const engine = {
		async occlude(
			_: Uint8Array,
			{ grid, backbone }: { readonly grid: number; readonly backbone?: Backbone },
		): Promise<OccludedPhoto> {
			grids.push(grid);
			ran.push(backbone?.manifest.id);
			return {
				whole: embeddingOf(CROW),
				occluded: Array.from({ length: grid * grid }, (_, cell) =>
					embeddingOf(cell === decisiveCell ? LABELS.indexOf('boar') : CROW),
				),
				width: 224,
				height: 224,
			};
		},
	};
	const asked: string[] = [];
	const version = {
		...newVersion(),
		classifier: classifierOf(),
		dataset: { photos, leftOut: [] },
		manifest: { ...newVersion().manifest, files: {} },
	};
	const explainer = createExplainer(engine, {
		of: (classifier) => {
			asked.push(classifier);
			return {
				predict: () => Promise.reject(new Error('not asked for')),
				status: () => {
					throw new Error('not asked for');
				},
				loaded: async () => ({ name: 'default/v7', version, backbone: fakeBackbone() }),
			};
		},
	});
	return explainer.explain('12345', BYTES).then((explanation) => ({ explanation, asked, grids, ran }));
}

describe('an explanation', () => {
	test('is what the model of the classifier asked for says, and what it takes for an answer', async () => {
		const { explanation, asked, ran } = await explain(10);
		expect(asked).toEqual(['12345']);
		expect(ran).toEqual([BACKBONE.id]);
		expect(explanation.prediction).toMatchObject({ verdict: 'sure', model: 'default/v7' });
		expect(explanation.prediction.ranking[0].label).toBe('crow');
		expect(explanation.threshold).toBe(classifierOf().threshold);
		expect(explanation.middle).toBeCloseTo(classifierOf().familiarity?.middle ?? 0, 5);
	});

	test('tells by how much the label loses when a part is covered', async () => {
		const { explanation } = await explain(10);
		const { grid, drops } = explanation.heat;
		expect(drops).toHaveLength(grid * grid);
		expect(drops[10]).toBeGreaterThan(0.5);
		expect(drops.filter((_, cell) => cell !== 10).every((drop) => drop === 0)).toBe(true);
	});

	test('names the training photos of that label, the most alike first', async () => {
		const { explanation } = await explain(10);
		expect(explanation.nearest.map(({ sha256 }) => sha256[0])).toEqual(['1', '4']);
		for (const { similarity } of explanation.nearest) expect(similarity).toBeCloseTo(1, 1);
	});
});

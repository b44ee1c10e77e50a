import { join } from 'node:path';
import { VIEWS, type ViewName } from '../../src/image/views.ts';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import { fitTemperature, negativeLogLikelihood } from '../../src/model/calibration.ts';
import { chooseRegularisation, type FoldedSet, predictOutOfFold } from '../../src/model/cross-validation.ts';
import { prepareFeatures } from '../../src/model/head.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { row, stackRows } from '../../src/model/linear-algebra/matrix.ts';
import { indexOfLargest } from '../../src/model/statistics/index-of-largest.ts';
import {
	assembleDataset,
	type TrainingDataset,
	type TrainingPhoto,
} from '../../src/train/assemble-dataset.ts';
import { embedFiles } from '../../src/train/embed-files.ts';
import { TRAINING_VIEWS } from '../../src/train/embed-for-training.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { scanFolder } from '../../src/train/scan-folder.ts';
import { median, milliseconds, timeInTurn } from '../measure.ts';
import { drawPhoto } from '../pictures.ts';
import type { Row, Section } from '../report.ts';
import { bundledBackbone, DATA_FOLDER, MATERIAL, openEngine, withMobilenet } from '../setup.ts';

const SEEDS = [1, 2, 3, 4, 5];
const SETS = ['course', 'flowers'];

/** What a head learns from of each photo, and what it is then judged on, as the mean of the logits. */
interface Recipe {
	readonly name: string;
	readonly learn: (photo: TrainingPhoto) => readonly Float32Array[];
	readonly judge: (photo: TrainingPhoto) => readonly Float32Array[];
}

const TURNS: readonly ViewName[] = ['rotate-left-10', 'rotate-right-10'];
const CROPS: readonly ViewName[] = ['crop-centre-80', 'crop-top-left-80', 'crop-bottom-right-80'];
const LIGHT: readonly ViewName[] = ['brighter-15', 'darker-15'];

const PLAIN: Recipe = { name: 'no views', learn: rows('original'), judge: rows('original') };
const RECIPES: readonly Recipe[] = [
	learning('mirror', 'mirror'),
	learning('rotations', ...TURNS),
	learning('crops', ...CROPS),
	learning('light', ...LIGHT),
	learning('mirror and rotations, as the course does', 'mirror', ...TURNS),
	learning('mirror and crops', 'mirror', ...CROPS),
	{ ...PLAIN, name: 'learnt from the mean with the mirror', learn: meanOf('original', 'mirror') },
	{ ...PLAIN, name: 'judged with the mirror', judge: rows('original', 'mirror') },
	{
		...learning('mirror', 'mirror'),
		name: 'learnt from and judged with the mirror',
		judge: rows('original', 'mirror'),
	},
];

/** Whether looking at photos in more ways than one makes a better head, and what it costs. */
export async function views(): Promise<Section> {
	const found = [
		...(await rowsFor('bundled', await bundledBackbone())),
		...(await withMobilenet((mobilenet) => rowsFor('mobilenet_v1_0.75', mobilenet))),
	];
	return {
		title: 'Views: augmentation of what a head learns from',
		method: `Five-fold, ${SEEDS.length} ways of dealing the groups into folds; all views of a photo lie in its fold, and photos are judged as they are unless it says otherwise. Gains over no views, each followed by its 95 % interval over photos and by its standard deviation over the ways of dealing. Trained with by default: ${TRAINING_VIEWS.join(', ')}.`,
		rows: [...found, await costOfViews()],
	};
}

async function rowsFor(name: string, backbone: Backbone): Promise<Row[]> {
	const engine = openEngine(backbone, 2);
	const cache = new EmbeddingCache(DATA_FOLDER, backbone.manifest);
	const found: Row[] = [];
	for (const set of SETS) {
		const files = await scanFolder(join(MATERIAL, 'photos', set));
		const { embedded } = await embedFiles(files, { engine, cache, views: VIEWS });
		const dealt = await Promise.all(
			SEEDS.map((seed) =>
				assembleDataset(embedded, {
					parts: backbone.manifest.parts.length,
					seed,
					holdout: false,
					tooFew: 'refuse',
				}),
			),
		);
		found.push(...(await compare(`${name}: ${set}`, dealt)));
	}
	await engine.close();
	return found;
}

/** What came of one way of dealing the photos into folds. */
interface Outcome {
	/** Of each photo, whether it was judged right. */
	readonly right: readonly number[];
	readonly loss: number;
}

async function compare(what: string, dealt: readonly TrainingDataset[]): Promise<Row[]> {
	const plain: Outcome[] = [];
	const outcomes = new Map<string, Outcome[]>(RECIPES.map(({ name }) => [name, []]));
	for (const dataset of dealt) {
		// As in training: chosen on the photos as they are, and kept for what else is learnt from.
		const inverseRegularisation = await chooseC(dataset);
		plain.push(await outcomeOf(dataset, PLAIN, inverseRegularisation));
		for (const recipe of RECIPES)
			outcomes.get(recipe.name)?.push(await outcomeOf(dataset, recipe, inverseRegularisation));
	}
	const accuracy = mean(plain.map(({ right }) => mean(right)));
	return [
		{
			what: `${what}, ${PLAIN.name}`,
			result: `accuracy ${accuracy.toFixed(3)}, log loss ${mean(plain.map(({ loss }) => loss)).toFixed(3)}`,
		},
		...[...outcomes].map(([name, found]) => ({ what: `${what}, ${name}`, result: gainText(plain, found) })),
	];
}

const gemm = createGemm();

async function chooseC(dataset: TrainingDataset): Promise<number> {
	const { set } = await foldedSet(dataset, PLAIN);
	return (await chooseRegularisation(gemm, set)).inverseRegularisation;
}

async function outcomeOf(dataset: TrainingDataset, recipe: Recipe, c: number): Promise<Outcome> {
	const { set, judged } = await foldedSet(dataset, recipe);
	const { logits } = await predictOutOfFold(gemm, set, c);
	const labels = dataset.photos.map(({ labelIndex }) => labelIndex);
	const perPhoto = judged.map((rows) => meanVector(rows.map((n) => row(logits, n))));
	return {
		right: perPhoto.map((values, n) => Number(indexOfLargest(values) === labels[n])),
		loss: negativeLogLikelihood(perPhoto, labels, fitTemperature(perPhoto, labels)),
	};
}

/** Rows to learn from, then rows to judge: the same row may be both, once each. */
async function foldedSet({ photos, labels }: TrainingDataset, { learn, judge }: Recipe) {
	const learnt = photos.flatMap((photo, n) => learn(photo).map((embedding) => ({ n, embedding })));
	const tested = photos.flatMap((photo, n) => judge(photo).map((embedding) => ({ n, embedding })));
	const same = learn === judge;
	const all = same ? learnt : [...learnt, ...tested];
	const first = same ? 0 : learnt.length;
	const { features } = await prepareFeatures(gemm, stackRows(all.map(({ embedding }) => embedding)));
	const set: FoldedSet = {
		features,
		labels: all.map(({ n }) => photos[n].labelIndex),
		labelCount: labels.length,
		viewsPerPhoto: learnt.length / photos.length,
		folds: all.map(({ n }) => photos[n].fold as number),
		learns: (index) => index < learnt.length,
	};
	const judged = photos.map((): number[] => []);
	for (const [index, { n }] of tested.entries()) judged[n].push(first + index);
	return { set, judged };
}

function learning(name: string, ...views: readonly ViewName[]): Recipe {
	return { name: `learnt from ${name}`, learn: rows('original', ...views), judge: PLAIN.judge };
}

function rows(...views: readonly ViewName[]): Recipe['learn'] {
	return (photo) => views.map((view) => viewOf(photo, view));
}

function meanOf(...views: readonly ViewName[]): Recipe['learn'] {
	return (photo) => [Float32Array.from(meanVector(views.map((view) => viewOf(photo, view))))];
}

function viewOf(photo: TrainingPhoto, view: ViewName): Float32Array {
	const embedding = photo.views.get(view);
	if (!embedding) throw new Error(`${photo.name} has no view ${view}`);
	return embedding;
}

function meanVector(vectors: readonly Float32Array[]): Float64Array {
	return Float64Array.from(vectors[0], (_, d) => mean(vectors.map((vector) => vector[d])));
}

function gainText(plain: readonly Outcome[], found: readonly Outcome[]): string {
	const perPhoto = plain[0].right.map((_, n) =>
		mean(found.map(({ right }, deal) => right[n] - plain[deal].right[n])),
	);
	const perDeal = found.map(({ right }, deal) => mean(right) - mean(plain[deal].right));
	const losses = found.map(({ loss }, deal) => plain[deal].loss - loss);
	const spread = (1.96 * deviation(perPhoto)) / Math.sqrt(perPhoto.length);
	const points = (share: number) => (100 * share).toFixed(1);
	return `accuracy ${signed(points(mean(perDeal)))} points (± ${points(spread)}; ${points(deviation(perDeal))}), log loss better by ${signed(mean(losses).toFixed(3))} (${deviation(losses).toFixed(3)})`;
}

/** Of one photo of a dataset, as they are kept. */
async function costOfViews(): Promise<Row> {
	const engine = openEngine(await bundledBackbone(), 1);
	const photo = await drawPhoto(512, 384, 1);
	const ask =
		(...views: readonly ViewName[]) =>
		() =>
			engine.embedViews(photo, { views });
	const times = await timeInTurn(
		{ one: ask('original'), mirror: ask('original', 'mirror'), crop: ask('original', 'crop-centre-80') },
		{ rounds: 30, warmUp: 3 },
	);
	await engine.close();
	return {
		what: 'bundled: embedding a photo of 512 x 384 as it is; with its mirror; with a crop',
		result: [times.one, times.mirror, times.crop].map((ms) => milliseconds(median(ms))).join('; '),
	};
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
	const middle = mean(values);
	const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
	return Math.sqrt(squares / (values.length - 1));
}

function signed(figure: string): string {
	return figure.startsWith('-') ? figure : `+${figure}`;
}

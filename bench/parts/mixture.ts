import { join } from 'node:path';
import { assignFolds } from '../../src/dataset/folds.ts';
import { sharp } from '../../src/image/libvips.ts';
import { readReferenceStrangers } from '../../src/model/backbone/reference-strangers.ts';
import { type Classifier, classify } from '../../src/model/classifier.ts';
import type { Engine } from '../../src/model/engine/engine.ts';
import { measureMixture } from '../../src/model/statistics/mixture.ts';
import type { GradedAnswer, ReliabilityBin } from '../../src/model/statistics/reliability.ts';
import { crossValidate } from '../../src/train/cross-validate.ts';
import { embedFiles } from '../../src/train/embed-files.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { type FitPhoto, fitVersion } from '../../src/train/fit-version.ts';
import { scanFolder } from '../../src/train/scan-folder.ts';
import type { Row, Section } from '../report.ts';
import { atMost } from '../report.ts';
import { bundledBackbone, DATA_FOLDER, MATERIAL, openEngine } from '../setup.ts';
import { readVerified } from '../verified.ts';
import { readCifar10, SIDE, TEST, TRAINING } from './cifar10-photos.ts';

const SEED = 1;

/** Labels that models are trained on, the others of CIFAR-10 being the strangers: three deals. */
const KNOWN: readonly (readonly number[])[] = [
	[0, 2, 4, 6, 8],
	[1, 3, 5, 7, 9],
	[0, 3, 4, 7, 8],
];
const CIFAR_PER_LABEL = 100;
const CIFAR_TESTED = 1000;

/** Whether the percentage that is shown comes true when half of the photos are of none of the labels. */
export async function mixture(): Promise<Section> {
	const engine = openEngine(await bundledBackbone(), 2);
	try {
		const rows = [...(await realPhotos(engine)), ...(await cifar10(engine, process.env['CIFAR10']))];
		return {
			title: 'Mixture: the percentage shown, half of the photos strangers',
			method: `As many photos of the labels, out of fold, as of other things, evenly chosen; a stranger is never right. Course: its photos that show what they are filed under (by eye), against the flowers and 60 photos of 60 other things; flowers: against the course and the 60. Neither chose a number of how the percentage is made; docs/backbone.md says what did. CIFAR-10, where the setting CIFAR10 says where it is: ${KNOWN.length} deals of five labels of ${CIFAR_PER_LABEL} photos each against the other five, ${2 * CIFAR_TESTED} test photos a deal, enlarged from 32 pixels: strangers as near as they come. Other deals of its photos helped to choose how the percentage is made. Bins of equal size: percentage shown → right.`,
			rows,
		};
	} finally {
		await engine.close();
	}
}

async function realPhotos(engine: Engine): Promise<Row[]> {
	const cache = new EmbeddingCache(DATA_FOLDER, engine.backbone.manifest);
	const embed = async (set: string) => {
		// Beside the label folders lies a folder without any: all its photos together are "other".
		const files = await scanFolder(join(MATERIAL, 'photos', set));
		const chosen = set === '' ? files.filter(({ label }) => label === 'other') : files;
		return (await embedFiles(chosen, { engine, cache })).embedded.map(({ embedding }) => embedding);
	};
	const [course, flowers, other] = [await embed('course'), await embed('flowers'), await embed('')];
	const verified = await readVerified();
	const rowsOf = async (
		set: string,
		strangers: readonly Float32Array[],
		isTrue: (name: string) => boolean,
	) => {
		const files = await scanFolder(join(MATERIAL, 'photos', set));
		const { dataset, fit } = await crossValidate(files, { engine, cache, seed: SEED });
		const known = dataset.photos.flatMap(({ name, labelIndex }, n) =>
			isTrue(name)
				? [{ confidence: fit.answers[n].confidence, isCorrect: fit.answers[n].judged === labelIndex }]
				: [],
		);
		return rowsFor(set, known, judgeStrangers(fit.classifier, strangers));
	};
	return [
		...(await rowsOf('course', [...flowers, ...other], (name) => verified.has(name))),
		...(await rowsOf('flowers', [...course, ...other], () => true)),
	];
}

async function cifar10(engine: Engine, folder: string | undefined): Promise<Row[]> {
	if (folder === undefined) return [];
	const [training, test] = [await readCifar10(folder, TRAINING), await readCifar10(folder, TEST)];
	const strangersOfAllKinds = await readReferenceStrangers(engine.backbone);
	const embed = async ({ pixels }: { readonly pixels: Uint8Array }) => {
		const png = await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
			.png()
			.toBuffer();
		const { views, sharpness } = await engine.embedViews(png, { views: ['original'] });
		return { embedding: views.get('original') as Float32Array, sharpness };
	};
	const known: GradedAnswer[] = [];
	const strangers: GradedAnswer[] = [];
	for (const labels of KNOWN) {
		const photos: FitPhoto[] = [];
		for (const [labelIndex, label] of labels.entries()) {
			const own = training.photos.filter((_, n) => training.labelOf[n] === label).slice(0, CIFAR_PER_LABEL);
			for (const embedded of await Promise.all(own.map(embed)))
				photos.push({ ...embedded, labelIndex, group: photos.length, fold: 0, isExcluded: false });
		}
		const folds = assignFolds(
			photos.map(({ labelIndex, group }) => ({ label: labelIndex, group })),
			labels.length,
			5,
			SEED,
		);
		const { classifier } = await fitVersion({
			photos: photos.map((photo, n) => ({ ...photo, fold: folds[n] })),
			labels: labels.map(String),
			parts: engine.backbone.manifest.parts,
			strangers: strangersOfAllKinds,
		});
		const tested = test.photos.slice(0, 2 * CIFAR_TESTED);
		for (const [n, { embedding }] of (await Promise.all(tested.map(embed))).entries()) {
			const { ranking } = classify(classifier, embedding);
			const truth = test.labelOf[n];
			const { confidence, label } = ranking[0];
			(labels.includes(truth) ? known : strangers).push({ confidence, isCorrect: label === String(truth) });
		}
	}
	return rowsFor('CIFAR-10', known, strangers);
}

function judgeStrangers(classifier: Classifier, embeddings: readonly Float32Array[]): GradedAnswer[] {
	return embeddings.map((embedding) => {
		const [{ confidence }] = classify(classifier, embedding).ranking;
		return { confidence, isCorrect: false };
	});
}

function rowsFor(set: string, known: readonly GradedAnswer[], strangers: readonly GradedAnswer[]): Row[] {
	const measured = measureMixture(known, strangers);
	if (!measured) return [];
	const { photos, calibrationError, sure, reliability } = measured;
	return [
		{ what: `${set}: photos`, result: String(photos) },
		atMost(`${set}: calibration error of the percentage shown`, calibrationError, 0.05, (value) =>
			value.toFixed(3),
		),
		atMost(`${set}: strangers among answers of 90 % or more`, sure.strangers, 0.05, share),
		{
			what: `${set}: answers of 90 % or more that are right; photos of the labels that get one`,
			result: `${share(sure.right)}; ${share(sure.coverage)}`,
		},
		{ what: `${set}: shown → right`, result: reliability.map(binText).join(', ') },
	];
}

function binText({ confidence, accuracy }: ReliabilityBin): string {
	return `${Math.round(100 * confidence)} → ${Math.round(100 * accuracy)}`;
}

function share(value: number): string {
	return `${(100 * value).toFixed(1)} %`;
}

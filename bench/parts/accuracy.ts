import { join } from 'node:path';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import { classify } from '../../src/model/classifier.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { areaUnderRoc } from '../../src/model/statistics/area-under-roc.ts';
import { wilsonInterval } from '../../src/model/statistics/proportion-intervals.ts';
import { chooseThreshold, KEEP_CORRECT } from '../../src/model/threshold.ts';
import { crossValidate } from '../../src/train/cross-validate.ts';
import { embedFiles } from '../../src/train/embed-files.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { scanFolder } from '../../src/train/scan-folder.ts';
import { atLeast, type Row, type Section } from '../report.ts';
import { bundledBackbone, DATA_FOLDER, MATERIAL, openEngine, withMobilenet } from '../setup.ts';
import { readVerified } from '../verified.ts';

const SEED = 1;

/** What training reaches on real photos, out of fold, and how well strangers are turned away. */
export async function accuracy(): Promise<Section> {
	const rows = [
		...(await rowsFor('bundled', await bundledBackbone(), {
			flowers: 0.83,
			course: 0.97,
			unknown: 0.99,
			strangers: 0.96,
		})),
		...(await withMobilenet((mobilenet) =>
			rowsFor('mobilenet_v1_0.75', mobilenet, { flowers: 0.86, course: 0.94 }),
		)),
	];
	return {
		title: 'Accuracy: five-fold cross-validation on real photos',
		method: `Seed ${SEED}; groups of copies never straddle folds; 95 % Wilson intervals. Course: 377 photos of three animals as crawled, labels as they are; flowers: 179 photos of five kinds; strangers: 60 photos of 60 other things, which no head was trained on. How the bundled backbone is quantised was developed on the embeddings of all of these.`,
		rows,
	};
}

interface Targets {
	readonly flowers: number;
	readonly course: number;
	readonly unknown?: number;
	readonly strangers?: number;
}

async function rowsFor(name: string, backbone: Backbone, targets: Targets): Promise<Row[]> {
	const engine = openEngine(backbone, 2);
	const cache = new EmbeddingCache(DATA_FOLDER, backbone.manifest);
	const learn = async (set: string) => {
		const files = await scanFolder(join(MATERIAL, 'photos', set));
		return crossValidate(files, { engine, cache, seed: SEED });
	};
	const [{ fit: flowers }, { fit: course, dataset }] = [await learn('flowers'), await learn('course')];
	// Beside the label folders lies a folder without any: all its photos together are "other".
	const photos = (await scanFolder(join(MATERIAL, 'photos'))).filter(({ label }) => label === 'other');
	const strangers = (await embedFiles(photos, { engine, cache })).embedded.map(({ embedding }) =>
		classify(course.classifier, embedding),
	);
	await engine.close();

	const auroc = areaUnderRoc(
		strangers.map(({ unknownScore }) => unknownScore),
		course.answers.map(({ unknownScore }) => unknownScore),
	);
	const turnedAway = strangers.filter(({ verdict }) => verdict !== 'sure').length;
	const share = wilsonInterval(turnedAway, strangers.length);
	const verified = await readVerified();
	const shown = dataset.photos.flatMap(({ name, labelIndex }, n) =>
		verified.has(name) ? [{ ...course.answers[n], isCorrect: course.answers[n].judged === labelIndex }] : [],
	);
	const threshold = chooseThreshold(
		shown.filter(({ isCorrect }) => isCorrect).map(({ confidence }) => confidence),
		KEEP_CORRECT,
	);
	const below = strangers.filter(({ ranking }) => ranking[0].confidence < threshold).length;
	return [
		accuracyRow(`${name}: flowers`, flowers.evaluation.accuracy, targets.flowers),
		accuracyRow(`${name}: course`, course.evaluation.accuracy, targets.course),
		row(
			`${name}: unknown score, AUROC of course against strangers`,
			auroc.toFixed(3),
			auroc,
			targets.unknown,
		),
		row(
			`${name}: strangers that get no label, threshold keeping 90 % of the correct answers`,
			interval(share),
			share.value,
			targets.strangers,
		),
		{
			what: `${name}: both of the ${shown.length} course photos that show what they are filed under, and a threshold that keeps 90 % of these`,
			result: `${areaUnderRoc(
				strangers.map(({ unknownScore }) => unknownScore),
				shown.map(({ unknownScore }) => unknownScore),
			).toFixed(3)}; ${interval(wilsonInterval(below, strangers.length))}`,
		},
	];
}

function accuracyRow(what: string, accuracy: Evaluation['accuracy'], target: number): Row {
	return row(what, interval(accuracy), accuracy.value, target);
}

function row(what: string, result: string, value: number, target: number | undefined): Row {
	return target === undefined
		? { what, result }
		: { ...atLeast(what, value, target, (v) => v.toFixed(2)), result };
}

function interval({ value, low, high }: Evaluation['accuracy']): string {
	return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

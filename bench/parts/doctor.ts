import { join } from 'node:path';
import { type ExaminedPhoto, examine } from '../../src/dataset/doctor/doctor.ts';
import { chooseExclusions } from '../../src/dataset/doctor/exclusions.ts';
import { assignFolds } from '../../src/dataset/folds.ts';
import { seededRandom, shuffled } from '../../src/dataset/random.ts';
import type { Backbone } from '../../src/model/backbone/folder.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { type GroupTally, pairedDifference } from '../../src/model/gate/paired-difference.ts';
import { headLogits } from '../../src/model/head.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import { indexOfLargest } from '../../src/model/statistics/index-of-largest.ts';
import { wilsonInterval } from '../../src/model/statistics/proportion-intervals.ts';
import { assembleDataset, type TrainingDataset } from '../../src/train/assemble-dataset.ts';
import { embedFiles } from '../../src/train/embed-files.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { examineLabels } from '../../src/train/examine-labels.ts';
import { fitVersion } from '../../src/train/fit-version.ts';
import { scanFolder } from '../../src/train/scan-folder.ts';
import { atLeast, atMost, type Row, type Section } from '../report.ts';
import { bundledBackbone, DATA_FOLDER, MATERIAL, openEngine, withMobilenet } from '../setup.ts';
import { readVerified } from '../verified.ts';

const SHUFFLES = 8;
const SHUFFLED = 0.2;

/** Seeds of the folds that the course's photos are dealt into. */
const DEALS = 3;
const FOLDS = 5;

const gemm = createGemm();

/** How much of label noise the dataset doctor finds, and what leaving it out of the training is worth. */
export async function doctor(): Promise<Section> {
	const rows = [
		...(await rowsFor('bundled', await bundledBackbone())),
		...(await withMobilenet((mobilenet) => rowsFor('mobilenet_v1_0.75', mobilenet))),
	];
	return {
		title: 'Dataset doctor: label noise',
		method: `Flowers: a fifth of the labels shuffled, ${SHUFFLES} times; all thresholds were chosen on CIFAR-10. “Able judge”: the same rule with heads trained on the right labels, which is the best that could be hoped for. Course: trained on four fifths of the photos as crawled, with and without what the doctor leaves out, tested on those of the last fifth that show what they are filed under (bench/verified/course.json, by eye); ${DEALS} deals into folds, groups of copies never straddle them; paired 95 % interval over groups.`,
		rows,
	};
}

async function rowsFor(name: string, backbone: Backbone): Promise<Row[]> {
	const engine = openEngine(backbone, 2);
	const cache = new EmbeddingCache(DATA_FOLDER, backbone.manifest);
	const { parts } = backbone.manifest;
	const open = async (set: string) => {
		const { embedded } = await embedFiles(await scanFolder(join(MATERIAL, 'photos', set)), { engine, cache });
		return assembleDataset(embedded, {
			parts: parts.length,
			seed: 1,
			holdout: false,
			tooFew: 'refuse',
			gemm,
		});
	};
	const [flowers, course] = [await open('flowers'), await open('course')];
	await engine.close();
	return [...(await noiseRows(name, flowers)), ...(await cleaningRows(name, course, parts))];
}

async function noiseRows(name: string, flowers: TrainingDataset): Promise<Row[]> {
	const found = { hits: 0, shuffled: 0, alarms: 0, right: 0 };
	const able = { hits: 0, alarms: 0 };
	const truth = await examineLabels(gemm, flowers);
	for (let seed = 1; seed <= SHUFFLES; seed++) {
		const wrong = shuffleLabels(flowers, seed);
		const flagged = flaggedIn(wrong.dataset, await examineLabels(gemm, wrong.dataset));
		const byAble = flaggedIn(wrong.dataset, truth);
		for (const n of flowers.photos.keys()) {
			const isWrong = wrong.positions.has(n);
			found[isWrong ? 'shuffled' : 'right']++;
			if (flagged.has(n)) found[isWrong ? 'hits' : 'alarms']++;
			if (byAble.has(n)) able[isWrong ? 'hits' : 'alarms']++;
		}
	}
	const hits = wilsonInterval(found.hits, found.shuffled);
	const alarms = wilsonInterval(found.alarms, found.right);
	return [
		{
			...atLeast(`${name}: shuffled flowers found`, hits.value, 0.85, share),
			result: interval(hits),
		},
		{
			...atMost(`${name}: right flowers doubted`, alarms.value, 0.08, share),
			result: interval(alarms),
		},
		{
			what: `${name}: the same, able judge`,
			result: `${share(able.hits / found.shuffled)} found, ${share(able.alarms / found.right)} doubted`,
		},
	];
}

function shuffleLabels(dataset: TrainingDataset, seed: number) {
	const random = seededRandom(seed);
	const count = Math.round(SHUFFLED * dataset.photos.length);
	const positions = new Set(shuffled([...dataset.photos.keys()], random).slice(0, count));
	const others = dataset.labels.length - 1;
	const photos = dataset.photos.map((photo, n) => {
		if (!positions.has(n)) return photo;
		const labelIndex = (photo.labelIndex + 1 + Math.floor(random() * others)) % dataset.labels.length;
		return { ...photo, labelIndex };
	});
	return { dataset: { ...dataset, photos }, positions };
}

function findingsIn(
	{ labels, photos }: Pick<TrainingDataset, 'labels' | 'photos'>,
	probabilities: Float32Array[],
) {
	const examined = photos.map(
		({ sha256, perceptualHash, labelIndex, group, sharpness }): ExaminedPhoto => ({
			sha256,
			perceptualHash,
			label: labelIndex,
			group,
			// The photos of the sets are thumbnails: their size says nothing.
			width: 512,
			height: 512,
			sharpness,
			isKept: false,
			isHoldout: false,
		}),
	);
	return { findings: examine({ labels, photos: examined, probabilities }).photos, examined };
}

function flaggedIn(dataset: TrainingDataset, probabilities: Float32Array[]): Set<number> {
	const { findings } = findingsIn(dataset, probabilities);
	return new Set(findings.filter(({ issue }) => issue === 'label-noise').map(({ photo }) => photo));
}

async function cleaningRows(name: string, course: TrainingDataset, parts: readonly number[]): Promise<Row[]> {
	const shows = await readVerified();
	const isVerified = course.photos.map((photo) => shows.has(photo.name));
	const tallies = new Map<number, Tally>();
	let [left, wronglyLabelled] = [0, 0];
	for (let deal = 1; deal <= DEALS; deal++) {
		const grouped = course.photos.map(({ labelIndex, group }) => ({ label: labelIndex, group }));
		const testFold = assignFolds(grouped, course.labels.length, FOLDS, deal);
		for (let fold = 0; fold < FOLDS; fold++) {
			const learnt = [...course.photos.keys()].filter((n) => testFold[n] !== fold);
			const photos = learnt.map((n) => course.photos[n]);
			const { findings, examined } = findingsIn(
				{ ...course, photos },
				await examineLabels(gemm, { ...course, photos }),
			);
			const excluded = new Set(chooseExclusions(findings, examined));
			left += excluded.size;
			wronglyLabelled += [...excluded].filter((n) => !isVerified[learnt[n]]).length;
			const learn = (without: ReadonlySet<number>) =>
				fitVersion({
					labels: course.labels,
					parts,
					gemm,
					photos: photos.map((photo, n) => ({ ...photo, isExcluded: without.has(n) })),
				});
			const unverified = new Set([...photos.keys()].filter((n) => !isVerified[learnt[n]]));
			const plain = await learn(new Set());
			const cleaned = await learn(excluded);
			const byHand = await learn(unverified);
			for (const [n, { embedding, labelIndex, group }] of course.photos.entries()) {
				if (testFold[n] !== fold || !isVerified[n]) continue;
				const isRight = ({ classifier }: typeof plain) =>
					indexOfLargest(headLogits(classifier.head, embedding)) === labelIndex;
				count(tallies, group, { plain: isRight(plain), cleaned: isRight(cleaned), byHand: isRight(byHand) });
			}
		}
	}
	const all = [...tallies.values()];
	const sum = (of: (tally: Tally) => number) => all.reduce((total, tally) => total + of(tally), 0);
	const photos = sum((tally) => tally.photos);
	const before = sum(({ right }) => right) / photos;
	const difference = pairedDifference(all);
	return [
		{
			what: `${name}: verified course photos right, trained as crawled`,
			result: share(before),
		},
		{
			what: `${name}: the same, cleaned`,
			target: 'more than as crawled',
			reached: difference.value > 0,
			result: `${share(before + difference.value)}: ${signed(difference.value)} (${signed(difference.low)} to ${signed(difference.high)}) points`,
		},
		{
			what: `${name}: the same, trained on verified photos alone`,
			result: share(sum(({ rightByHand }) => rightByHand) / photos),
		},
		{
			what: `${name}: left out of each training, and of these not clearly what they are filed under`,
			result: `${(left / DEALS / FOLDS).toFixed(1)}, ${share(wronglyLabelled / left)}`,
		},
	];
}

/** Each photo counts once, however often it was tested. */
interface Tally extends GroupTally {
	/** Right when trained as crawled. */
	readonly right: number;
	/** Right when trained on nothing but verified photos. */
	readonly rightByHand: number;
}

function count(
	tallies: Map<number, Tally>,
	group: number,
	{ plain, cleaned, byHand }: Readonly<Record<'plain' | 'cleaned' | 'byHand', boolean>>,
): void {
	const tally = tallies.get(group) ?? {
		photos: 0,
		right: 0,
		rightByHand: 0,
		onlyChampion: 0,
		onlyCandidate: 0,
	};
	tallies.set(group, {
		photos: tally.photos + 1 / DEALS,
		right: tally.right + Number(plain) / DEALS,
		rightByHand: tally.rightByHand + Number(byHand) / DEALS,
		onlyChampion: tally.onlyChampion + Number(plain && !cleaned) / DEALS,
		onlyCandidate: tally.onlyCandidate + Number(cleaned && !plain) / DEALS,
	});
}

function share(value: number): string {
	return `${(100 * value).toFixed(1)} %`;
}

function signed(value: number): string {
	return `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(1)}`;
}

function interval({ value, low, high }: Evaluation['accuracy']): string {
	return `${share(value)} (${share(low)} to ${share(high)})`;
}

import { join } from 'node:path';
import { readReferenceStrangers } from '../../src/model/backbone/reference-strangers.ts';
import { classify } from '../../src/model/classifier.ts';
import { type KeptLabels, withKeptLabels } from '../../src/model/kept-labels.ts';
import { createGemm } from '../../src/model/linear-algebra/gemm.ts';
import type { Prediction } from '../../src/model/prediction.ts';
import { wilsonInterval } from '../../src/model/statistics/proportion-intervals.ts';
import { assembleDataset } from '../../src/train/assemble-dataset.ts';
import { type EmbeddedFile, embedFiles } from '../../src/train/embed-files.ts';
import { TRAINING_VIEWS } from '../../src/train/embed-for-training.ts';
import { EmbeddingCache } from '../../src/train/embedding-cache.ts';
import { type FitPhoto, fitVersion } from '../../src/train/fit-version.ts';
import { keptMargins } from '../../src/train/kept-margins.ts';
import { scanFolder } from '../../src/train/scan-folder.ts';
import type { Row, Section } from '../report.ts';
import { bundledBackbone, DATA_FOLDER, MATERIAL, openEngine } from '../setup.ts';

const SEED = 1;

/** Labels of the host, and of a server that adds its own: of other things, and of things that are alike. */
const SPLITS = [
	{ earlier: ['monkey', 'boar', 'crow'], own: ['daisy', 'dandelion', 'roses', 'sunflowers', 'tulips'] },
	{ earlier: ['daisy', 'dandelion', 'roses', 'sunflowers', 'tulips'], own: ['monkey', 'boar', 'crow'] },
	{ earlier: ['daisy', 'roses'], own: ['dandelion', 'sunflowers', 'tulips'] },
	{ earlier: ['monkey', 'boar'], own: ['crow', 'daisy', 'roses'] },
] as const;

interface Answers {
	readonly own: Prediction;
	readonly earlier: Prediction;
	readonly joint: Prediction;
	/** Of the earlier labels beside the server's own. */
	readonly margins: KeptLabels;
	/** Undefined for a stranger. */
	readonly label: string | undefined;
}

/** What a server goes on recognising when the host's model answers beside its own for the labels it has no photos of. */
export async function keptLabels(): Promise<Section> {
	const backbone = await bundledBackbone();
	const engine = openEngine(backbone, 2);
	const cache = new EmbeddingCache(DATA_FOLDER, backbone.manifest);
	const sets = await Promise.all(
		['course', 'flowers'].map((set) => scanFolder(join(MATERIAL, 'photos', set))),
	);
	const { embedded } = await embedFiles(sets.flat(), { engine, cache, views: TRAINING_VIEWS });
	const others = (await scanFolder(join(MATERIAL, 'photos'))).filter(({ label }) => label === 'other');
	const strangers = (await embedFiles(others, { engine, cache })).embedded;
	const ofAllKinds = await readReferenceStrangers(backbone);
	await engine.close();
	const rows: Row[] = [];
	for (const split of SPLITS)
		rows.push(...(await rowsOf(split, embedded, strangers, { parts: backbone.manifest.parts, ofAllKinds })));
	return {
		title: 'Kept labels: the host’s model beside a server’s own',
		method: `Real photos, dealt into five folds (seed ${SEED}); each is answered by heads that saw neither it nor its like. The host’s head knows the first labels, the server’s the second; together, the one to which a photo is more familiar answers, the host’s by a margin that the server’s photos set. “Joint” is one head that learnt both, for which a server would need the host’s photos. Right: the best label, whatever the verdict. Sure and wrong: of all answers given as sure, photos of ${strangers.length} other things among them.`,
		rows,
	};
}

async function rowsOf(
	{ earlier, own }: { readonly earlier: readonly string[]; readonly own: readonly string[] },
	embedded: readonly EmbeddedFile[],
	strangers: readonly EmbeddedFile[],
	{ parts, ofAllKinds }: { readonly parts: readonly number[]; readonly ofAllKinds: readonly Float32Array[] },
): Promise<Row[]> {
	const gemm = createGemm();
	const chosen = embedded.filter(({ label }) => earlier.includes(label) || own.includes(label));
	const { photos, labels, folds } = await assembleDataset(chosen, {
		parts: parts.length,
		seed: SEED,
		holdout: false,
		tooFew: 'refuse',
		gemm,
	});
	const learn = async (known: readonly string[], leftOut: number) => {
		const learnt = photos.filter(
			({ fold, labelIndex }) => fold !== leftOut && known.includes(labels[labelIndex]),
		);
		const rows = learnt.map(
			(photo): FitPhoto => ({ ...photo, labelIndex: known.indexOf(labels[photo.labelIndex]) }),
		);
		const { classifier, answers } = await fitVersion({
			photos: rows,
			labels: known,
			parts,
			strangers: ofAllKinds,
			gemm,
		});
		return { classifier, answers, photos: rows };
	};
	const answers: Answers[] = [];
	for (let fold = 0; fold < folds; fold++) {
		const learnt = {
			own: await learn(own, fold),
			earlier: await learn(earlier, fold),
			joint: await learn(labels, fold),
		};
		const host = learnt.earlier.classifier;
		const kept = keptMargins({ ...learnt.own, labels: own }, host, earlier);
		const margins = new Map([...kept].map(([label, { margin }]) => [label, margin]));
		const ask = (embedding: Float32Array, label: string | undefined): Answers => {
			const say = (who: keyof typeof learnt) => ({
				...classify(learnt[who].classifier, embedding),
				model: who,
			});
			return { own: say('own'), earlier: say('earlier'), joint: say('joint'), margins, label };
		};
		for (const photo of photos)
			if (photo.fold === fold) answers.push(ask(photo.embedding, labels[photo.labelIndex]));
		// Each fold's heads see a fifth of the strangers, as of the photos.
		for (const [n, { embedding }] of strangers.entries())
			if (n % folds === fold) answers.push(ask(embedding, undefined));
	}
	const name = `${earlier.join(', ')} + ${own.join(', ')}`;
	const kept = new Set(earlier);
	return [
		['own alone', (all: Answers) => all.own] as const,
		['both', (all: Answers) => withKeptLabels(all.own, all.earlier, all.margins)] as const,
		['joint', (all: Answers) => all.joint] as const,
	].map(([who, answer]) => ({ what: `${name}: ${who}`, result: describe(answers, answer, kept) }));
}

function describe(
	answers: readonly Answers[],
	answer: (all: Answers) => Prediction,
	kept: ReadonlySet<string>,
): string {
	const share = (of: readonly Answers[], holds: (all: Answers) => boolean) => {
		const { value, low, high } = wilsonInterval(of.filter(holds).length, of.length);
		return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
	};
	const isRight = (all: Answers) => answer(all).ranking[0]?.label === all.label;
	const isSure = (all: Answers) => answer(all).verdict === 'sure';
	const ofKept = answers.filter(({ label }) => label !== undefined && kept.has(label));
	const ofOwn = answers.filter(({ label }) => label !== undefined && !kept.has(label));
	const strangers = answers.filter(({ label }) => label === undefined);
	return [
		`right of kept labels ${share(ofKept, isRight)}`,
		`of own ${share(ofOwn, isRight)}`,
		`sure and right of all known ${share([...ofKept, ...ofOwn], (all) => isSure(all) && isRight(all))}`,
		`sure and wrong ${share(answers.filter(isSure), (all) => !isRight(all))}`,
		`strangers without a label ${share(strangers, (all) => !isSure(all))}`,
	].join('; ');
}

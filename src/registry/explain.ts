import { setImmediate as letOthersRun } from 'node:timers/promises';
import { classify } from '../model/classifier.ts';
import type { Engine, JobOptions, OccludedLook } from '../model/engine/engine.ts';
import { evenSimilarity } from '../model/familiarity.ts';
import { withKeptLabels } from '../model/kept-labels.ts';
import type { Prediction } from '../model/prediction.ts';
import { nearestReferences } from '../model/references.ts';
import type { LoadedModel, Predictors } from './predictor.ts';

/** Why a photo was judged as it was. */
export interface Explanation {
	readonly prediction: Prediction;
	/** Confidence that it takes for an answer. */
	readonly threshold: number;
	/** Similarity at which a photo is as likely of a label as of none; null where nothing tells. */
	readonly middle: number | null;
	/** The training photos of the judged label that are most alike, those first. */
	readonly nearest: readonly { readonly sha256: string; readonly similarity: number }[];
	readonly heat: Heat;
}

/** What each part of a photo does for the label it was judged. */
export interface Heat {
	/** Cells in a row, and rows. */
	readonly grid: number;
	/** By how much the label's confidence falls when a cell is covered, row by row; negative where it rises. */
	readonly drops: readonly number[];
}

/** Explains what the models that serve say. */
export interface Explainer {
	/**
	 * Classifies one encoded photo many times over, about a second's work. The bytes are copied.
	 * @param classifier whose model
	 * @throws {UserError} as `Engine.occlude`, and `no-model`, `model-damaged`, `model-backbone-missing`
	 */
	explain(classifier: string, bytes: Uint8Array, options?: Pick<JobOptions, 'signal'>): Promise<Explanation>;
}

/** Cells a side: 50 runs of the backbone, and things of a seventh of the photo are told apart. */
const GRID = 7;

/** More than are shown, since some may be gone by now or not to be shown. */
const NEAREST = 12;

export function createExplainer(engine: Pick<Engine, 'occlude'>, predictors: Predictors): Explainer {
	return {
		async explain(classifier, bytes, options) {
			const model = await predictors.of(classifier).loaded();
			const kept = await model.kept?.load();
			const beside = kept?.backbone;
			const look = ({ backbone }: LoadedModel) =>
				engine.occlude(bytes, { ...options, backbone, beside, grid: GRID });
			const seen = await look(model);
			if (!model.kept || !kept) return explanationOf(model, seen);
			const isSame = kept.backbone.manifest.sha256 === model.backbone.manifest.sha256;
			const seenByKept = isSame ? seen : (seen.beside ?? (await look(kept)));
			const earlier = predictionOf(kept, seenByKept);
			const answer = withKeptLabels(predictionOf(model, seen), earlier, model.kept.labels);
			return answer === earlier ? explanationOf(kept, seenByKept) : explanationOf(model, seen);
		},
	};
}

function predictionOf(
	{ name, version, names }: LoadedModel,
	{ whole }: Pick<OccludedLook, 'whole'>,
): Prediction {
	return { ...classify(version.classifier, whole), model: name, ...(names && { names }) };
}

async function explanationOf(model: LoadedModel, { whole, occluded }: OccludedLook): Promise<Explanation> {
	const { version } = model;
	const { labels, familiarity, threshold, references } = version.classifier;
	const prediction = predictionOf(model, { whole });
	const [best] = prediction.ranking;
	const label = labels.indexOf(best.label);
	const drops: number[] = [];
	for (const embedding of occluded) {
		const covered = classify(version.classifier, embedding).ranking.find(({ label }) => label === best.label);
		drops.push(best.confidence - (covered?.confidence ?? 0));
		// With hundreds of labels each of these takes milliseconds.
		await letOthersRun();
	}
	return {
		prediction,
		threshold,
		middle: familiarity && evenSimilarity(familiarity),
		nearest: nearestReferences(references, whole, { label, count: NEAREST }).flatMap(
			({ photo, similarity }) => {
				const known = version.dataset.photos[photo];
				return known ? { sha256: known.sha256, similarity } : [];
			},
		),
		heat: { grid: GRID, drops },
	};
}

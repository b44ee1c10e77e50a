import { UserError } from '../errors.ts';
import type { Backbone } from '../model/backbone/folder.ts';
import { type Classifier, classify } from '../model/classifier.ts';
import type { Engine } from '../model/engine/engine.ts';
import { type Evaluation, evaluate } from '../model/evaluation.ts';
import { headLogits } from '../model/head.ts';
import { softmax } from '../model/softmax.ts';
import { type Mixture, measureMixture } from '../model/statistics/mixture.ts';
import type { GradedAnswer } from '../model/statistics/reliability.ts';
import type { ModelVersion } from '../registry/version-files.ts';
import { type EmbeddedFile, embedFiles, type RefusedFile } from './embed-files.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import { scanFolder, scanUnlabelled } from './scan-folder.ts';

export interface FolderEvaluation {
	/** Of every photo whose label the model knows. */
	readonly all: Evaluation;
	/** These photos, in the order by which `all` names the hardest. */
	readonly judged: readonly Pick<EmbeddedFile, 'path' | 'label' | 'sha256'>[];
	/** Of those it was not trained on; undefined when it was trained on none or on all of them. */
	readonly unseen?: Evaluation;
	/** Photos it was trained on: figures over them flatter. */
	readonly trainedOn: number;
	/** Labels in the folder that the model does not know, with their photos, left out of the figures. */
	readonly unknownLabels: readonly { readonly label: string; readonly photos: number }[];
	/** Where photos of other things were given: whether the percentage that is shown comes true beside as many of them. */
	readonly mixture?: Mixture;
	readonly refused: readonly RefusedFile[];
}

export interface EvaluationOptions {
	readonly engine: Engine;
	/** That the model was made on. */
	readonly backbone: Backbone;
	readonly cache: EmbeddingCache;
	/** A folder of photos of other things, which are none of the labels. */
	readonly strangers?: string;
	readonly onProgress?: (done: number, total: number) => void;
	readonly signal?: AbortSignal;
}

/**
 * Compares a model version with a folder of labelled photos.
 * @throws {UserError} `file-not-found`, `file-unreadable`, `folder-without-photos`, `no-known-label`, `cancelled`
 */
export async function evaluateFolder(
	folder: string,
	{ classifier, dataset }: ModelVersion,
	options: EvaluationOptions,
): Promise<FolderEvaluation> {
	const files = await scanFolder(folder);
	const otherFiles = options.strangers === undefined ? [] : await scanUnlabelled(options.strangers);
	const { embedded, refused } = await embedFiles(files, options);
	const others = await embedFiles(otherFiles, options);
	const trainedOn = new Set(dataset.photos.map(({ sha256 }) => sha256));
	const known = embedded.filter(({ label }) => classifier.labels.includes(label));
	const judged = known.map(({ label, embedding, sha256 }) => ({
		label: classifier.labels.indexOf(label),
		probabilities: softmax(headLogits(classifier.head, embedding), classifier.temperature),
		seen: trainedOn.has(sha256),
	}));
	const unknownLabels = countUnknown(
		embedded.map(({ label }) => label).filter((label) => !classifier.labels.includes(label)),
	);
	if (judged.length === 0 && unknownLabels.length > 0) {
		const labels = unknownLabels.map(({ label }) => label);
		throw new UserError('no-known-label', { labels, known: classifier.labels });
	}
	const unseen = judged.filter(({ seen }) => !seen);
	const fresh = known.filter(({ sha256 }) => !trainedOn.has(sha256));
	const mixed = unseen.length > 0 && unseen.length < judged.length;
	return {
		all: evaluate(judged, classifier.labels, 'given'),
		judged: known.map(({ path, label, sha256 }) => ({ path, label, sha256 })),
		unseen: mixed ? evaluate(unseen, classifier.labels, 'given') : undefined,
		trainedOn: judged.length - unseen.length,
		unknownLabels,
		mixture: measureMixture(
			(fresh.length > 0 ? fresh : known).map((photo) => grade(photo, classifier)),
			others.embedded.map((photo) => grade(photo, classifier)),
		),
		refused: [...refused, ...others.refused],
	};
}

/** By the percentage that is shown, which includes the doubt that it is none of the labels. */
function grade(
	{ embedding, label: labelled }: Pick<EmbeddedFile, 'embedding' | 'label'>,
	classifier: Classifier,
): GradedAnswer {
	const [{ label, confidence }] = classify(classifier, embedding).ranking;
	return { confidence, isCorrect: label === labelled };
}

function countUnknown(labels: readonly string[]): FolderEvaluation['unknownLabels'] {
	const counts = new Map<string, number>();
	for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
	return [...counts].map(([label, photos]) => ({ label, photos }));
}

import { FIT_TOLERANCE, predictOutOfFold } from '../../model/cross-validation.ts';
import type { ExecutionProvider } from '../../model/engine/providers/device.ts';
import type { Tail } from '../../model/fine-tuning/read-tail.ts';
import type { TailShape } from '../../model/fine-tuning/tail-topology.ts';
import { type Head, headLogits } from '../../model/head.ts';
import type { Gemm } from '../../model/linear-algebra/gemm.ts';
import { fitLogisticRegression } from '../../model/logistic-regression.ts';
import { packReferences } from '../../model/references.ts';
import { calibrateVersion, type FittedVersion, type UnseenPhoto } from '../calibrate-version.ts';
import { type FitPhoto, learntRows, prepareRows } from '../training-rows.ts';
import { embedByTail } from './embed-by-tail.ts';
import type { Looks } from './trunk-looks.ts';
import { EPOCHS, type TunedTail, tune } from './tune.ts';

export interface TunablePhoto extends FitPhoto {
	/** One of them is `original`. */
	readonly looks: Looks;
}

export interface TuneVersionInput {
	readonly photos: readonly TunablePhoto[];
	readonly labels: readonly string[];
	readonly parts: readonly number[];
	readonly tail: Tail;
	readonly shape: TailShape;
	/** Of the head that tuning begins with. */
	readonly inverseRegularisation: number;
	readonly seed: number;
	/** What it runs on; the processor, when absent. */
	readonly providers?: readonly ExecutionProvider[];
	readonly epochs?: number;
	readonly gemm: Gemm;
	/** After each epoch of the trainings; may throw to give up. */
	readonly onEpoch?: (done: number, total: number) => void;
}

export interface TunedVersion {
	readonly fit: FittedVersion;
	readonly tail: Tail;
}

/**
 * A tail and a head that were trained on photos together. They are trained anew without each fold, to see what such a training makes
 * of photos that it has not learnt from, and once on all: six trainings where there are five folds.
 * @throws {UserError} `training-diverged`
 */
export async function fitTuned(input: TuneVersionInput): Promise<TunedVersion> {
	const { photos, labels, parts, inverseRegularisation, gemm, onEpoch } = input;
	const labelCount = labels.length;
	const rows = await prepareRows(gemm, photos, labelCount);
	const { models } = await predictOutOfFold(gemm, rows.all, inverseRegularisation);
	const all = await fitLogisticRegression(gemm, learntRows(rows.all), inverseRegularisation, {
		valueTolerance: FIT_TOLERANCE,
	});

	const total = (input.epochs ?? EPOCHS) * (models.size + 1);
	let done = 0;
	const train = async (head: Head, without: number | null) => {
		const learnt = [...photos.keys()].filter((n) => isLearnt(photos[n], without));
		const tuned = await tune(
			learnt.flatMap((n) =>
				Array.from(photos[n].looks.values(), (features) => ({ features, label: photos[n].labelIndex })),
			),
			{ ...input, head, onEpoch: () => onEpoch?.(++done, total) },
		);
		return { tuned, ...(await lookBack(tuned, learnt)) };
	};
	/** What a tail makes of all photos, and those that it learnt from as references. */
	const lookBack = async ({ tail }: TunedTail, learnt: readonly number[]) => {
		const embeddings = await embedByTail(
			photos.map(({ looks }) => looks.get('original') as Uint8Array),
			tail,
			input.shape,
			input.providers,
		);
		const references = packReferences(
			learnt.map((n) => ({ embedding: embeddings[n], label: photos[n].labelIndex, photo: n })),
			{ parts, labelCount },
		);
		return { embeddings, references };
	};

	const unseen = new Map<number, UnseenPhoto>();
	const see = ({ tuned, embeddings, references }: Awaited<ReturnType<typeof train>>, fold: number | null) => {
		for (const [n, photo] of photos.entries()) {
			if (photo.fold !== fold) continue;
			const embedding = embeddings[n];
			unseen.set(n, { embedding, logits: headLogits(tuned.head, embedding), references });
		}
	};
	for (const [fold, model] of models) see(await train(await rows.toHead(model), fold), fold);
	const final = await train(await rows.toHead(all), null);
	see(final, null);
	return {
		tail: final.tuned.tail,
		fit: calibrateVersion({
			photos,
			labels,
			head: final.tuned.head,
			references: final.references,
			unseen: photos.map((_, n) => unseen.get(n) as UnseenPhoto),
			inverseRegularisation,
		}),
	};
}

function isLearnt({ fold, isExcluded }: FitPhoto, without: number | null): boolean {
	return fold !== null && fold !== without && !isExcluded;
}

import { isUserError } from '../errors.ts';
import type { BackboneManifest } from '../model/backbone/manifest.ts';
import { type Classifier, classify } from '../model/classifier.ts';
import { familiarityOdds } from '../model/kept-labels.ts';
import type { Manifest } from '../registry/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import { parseVersionName } from '../registry/version-name.ts';
import type { HonestAnswer } from './honest-answers.ts';
import type { NotLearned } from './not-learned.ts';

/**
 * Of as many photos as a label of the classifier's own has, how many may go to one label of another model. On CIFAR-10, a
 * host's four labels of 100 photos beside four of a server's own of 30, right of all that either knows, mean of six deals:
 * .689 without margins, .819 with a twentieth, .832 with a tenth, .827 with a fifth. Things of the same kind under another
 * name (own labels right: .164 without, .849 with a tenth) are what margins are for; those of other kinds get none.
 */
const MAY_GO = 0.1;

export interface OwnPhotos {
	readonly photos: readonly { readonly embedding: Float32Array }[];
	/** What was said of each by a head that had not seen it. */
	readonly answers: readonly Pick<HonestAnswer, 'unknownScore'>[];
	/** How many labels they are of. */
	readonly labelCount: number;
}

/**
 * By how much more familiar a photo must be to another model to be answered by it, for each label that it is kept for:
 * so much that nearly all photos of the classifier's own, new to both models, are left to its own. The two measure
 * familiarity each by its own photos, and what the one calls tulips may be what the other calls チューリップ.
 */
export function keptMargins(
	{ photos, answers, labelCount }: OwnPhotos,
	other: Classifier,
	labels: readonly string[],
): Record<string, number> {
	const mayGo = Math.floor((MAY_GO * photos.length) / labelCount);
	const leads = new Map(labels.map((label) => [label, [] as number[]]));
	for (const [n, { embedding }] of photos.entries()) {
		const said = classify(other, embedding);
		leads.get(said.ranking[0].label)?.push(familiarityOdds(said) - familiarityOdds(answers[n]));
	}
	return Object.fromEntries(
		[...leads].map(([label, all]) => [label, Math.max(0, all.sort((a, b) => b - a)[mayGo] ?? 0)]),
	);
}

/** The same for what a training will not know; undefined where nothing is kept, or by another backbone. */
export async function marginsOfNotLearned(
	notLearned: NotLearned | undefined,
	own: OwnPhotos,
	{ registry, backbone }: { readonly registry: Registry; readonly backbone: BackboneManifest },
): Promise<Manifest['keptMargins']> {
	const name = notLearned?.isKept ? parseVersionName(notLearned.model, '') : undefined;
	if (!notLearned || !name) return undefined;
	try {
		const { manifest, classifier } = await registry.read(name);
		if (manifest.backbone.sha256 !== backbone.sha256) return undefined;
		return { model: notLearned.model, labels: keptMargins(own, classifier, notLearned.labels) };
	} catch (error) {
		// What cannot be read answers nothing, either.
		if (isUserError(error)) return undefined;
		throw error;
	}
}

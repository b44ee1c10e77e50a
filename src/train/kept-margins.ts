import { isUserError } from '../errors.ts';
import type { BackboneManifest } from '../model/backbone/manifest.ts';
import { type Classifier, classify } from '../model/classifier.ts';
import { familiarityOdds } from '../model/kept-labels.ts';
import type { Manifest } from '../registry/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import { parseVersionName } from '../registry/version-name.ts';
import type { HonestAnswer } from './honest-answers.ts';
import type { AlikeLabels, NotLearned } from './not-learned.ts';

/**
 * Of as many photos as a label of the classifier's own has, how many may go to one label of another model. On CIFAR-10, a
 * host's four labels of 100 photos beside four of a server's own of 30, right of all that either knows, mean of six deals:
 * .689 without margins, .819 with a twentieth, .832 with a tenth, .827 with a fifth. Things of the same kind under another
 * name (own labels right: .164 without, .849 with a tenth) are what margins are for; those of other kinds get none.
 */
const MAY_GO = 0.1;

export interface OwnPhotos {
	readonly photos: readonly { readonly embedding: Float32Array; readonly labelIndex: number }[];
	/** What was said of each by a head that had not seen it. */
	readonly answers: readonly Pick<HonestAnswer, 'unknownScore'>[];
	readonly labels: readonly string[];
}

export interface KeptMargin {
	/** In log-odds, 0 or more. */
	readonly margin: number;
	/** The label of the classifier's own whose photos the other model calls so, where that takes a margin. */
	readonly alikeTo?: string;
}

/**
 * By how much more familiar a photo must be to another model to be answered by it, for each label that it is kept for:
 * so much that nearly all photos of the classifier's own, new to both models, are left to its own. The two measure
 * familiarity each by its own photos, and what the one calls tulips may be what the other calls チューリップ.
 */
export function keptMargins(
	{ photos, answers, labels }: OwnPhotos,
	other: Classifier,
	kept: readonly string[],
): Map<string, KeptMargin> {
	const mayGo = Math.floor((MAY_GO * photos.length) / labels.length);
	const leads = new Map(kept.map((label) => [label, [] as { lead: number; labelIndex: number }[]]));
	for (const [n, { embedding, labelIndex }] of photos.entries()) {
		const said = classify(other, embedding);
		const lead = familiarityOdds(said) - familiarityOdds(answers[n]);
		leads.get(said.ranking[0].label)?.push({ lead, labelIndex });
	}
	return new Map(
		[...leads].map(([label, all]) => {
			all.sort((a, b) => b.lead - a.lead);
			const margin = Math.max(0, all[mayGo]?.lead ?? 0);
			if (margin === 0) return [label, { margin }];
			const claimed = all.filter(({ lead }) => lead > 0).map(({ labelIndex }) => labelIndex);
			return [label, { margin, alikeTo: labels[mostFrequent(claimed)] }];
		}),
	);
}

function mostFrequent(values: readonly number[]): number {
	const counts = new Map<number, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	const [[value] = [-1]] = [...counts].sort(([, a], [, b]) => b - a);
	return value;
}

export interface MarginsOfNotLearned {
	readonly keptMargins?: Manifest['keptMargins'];
	readonly alike: readonly AlikeLabels[];
}

const NO_MARGINS: MarginsOfNotLearned = { alike: [] };

/** The same for what a training will not know; nothing where nothing is kept, or by another backbone. */
export async function marginsOfNotLearned(
	notLearned: NotLearned | undefined,
	own: OwnPhotos,
	{ registry, backbone }: { readonly registry: Registry; readonly backbone: BackboneManifest },
): Promise<MarginsOfNotLearned> {
	const name = notLearned?.isKept ? parseVersionName(notLearned.model, '') : undefined;
	if (!notLearned || !name) return NO_MARGINS;
	try {
		const { manifest, classifier } = await registry.read(name);
		if (manifest.backbone.sha256 !== backbone.sha256) return NO_MARGINS;
		const margins = [...keptMargins(own, classifier, notLearned.labels)];
		const labels = Object.fromEntries(margins.map(([label, { margin }]) => [label, margin]));
		return {
			keptMargins: { model: notLearned.model, labels },
			alike: margins.flatMap(([label, { alikeTo }]) => (alikeTo ? [{ label, own: alikeTo }] : [])),
		};
	} catch (error) {
		// What cannot be read answers nothing, either.
		if (isUserError(error)) return NO_MARGINS;
		throw error;
	}
}

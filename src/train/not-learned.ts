import { isUserError } from '../errors.ts';
import type { LabelNames } from '../model/display-names.ts';
import type { Registry } from '../registry/registry.ts';
import { DEFAULT_CLASSIFIER, formatVersionName, parseVersionName } from '../registry/version-name.ts';

/** Labels that are recognised now, by a model that is not the classifier's own, and that its own does not or will not know. */
export interface NotLearned {
	readonly labels: readonly string[];
	/** What they are called in other languages. */
	readonly names?: LabelNames;
	/** `classifier/version` that recognises them. */
	readonly model: string;
	/** Whether that one goes on answering for them beside a model of the classifier's own. */
	readonly isKept: boolean;
	/** Those that a training found hard to tell from labels of its own. */
	readonly alike?: readonly AlikeLabels[];
}

/** A label of another model whose photos look like those of a label of the classifier's own. */
export interface AlikeLabels {
	readonly label: string;
	readonly own: string;
}

/**
 * What a classifier recognises by another's model.
 * @param learned labels that the classifier's own model, or the next one, learns
 * @returns undefined where there is nothing
 */
export async function labelsNotLearned(
	classifier: string,
	registry: Registry,
	learned: readonly string[],
): Promise<NotLearned | undefined> {
	const found = await recognisedByAnother(classifier, registry);
	const labels = found?.labels.filter((label) => !learned.includes(label)) ?? [];
	if (!found || labels.length === 0) return undefined;
	// The host's own models replace each other whole.
	return { ...found, labels, isKept: classifier !== DEFAULT_CLASSIFIER };
}

async function recognisedByAnother(
	classifier: string,
	registry: Registry,
): Promise<Pick<NotLearned, 'labels' | 'names' | 'model'> | undefined> {
	try {
		const [serving] = await registry.candidates(classifier);
		const { labels, displayNames: names } = await registry.readManifest(serving);
		if (serving.classifier !== classifier) return { labels, names, model: formatVersionName(serving) };
		const kept = await registry.kept(classifier);
		const version = parseVersionName(kept?.model ?? '', DEFAULT_CLASSIFIER);
		if (!kept || !version) return undefined;
		const { displayNames } = await registry.readManifest(version);
		return {
			model: kept.model,
			labels: kept.labels.filter((label) => !labels.includes(label)),
			names: displayNames,
		};
	} catch (error) {
		if (!isUserError(error)) throw error;
		return undefined;
	}
}

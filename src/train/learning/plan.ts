import type { Dataset, Label } from '../../dataset/catalogue/catalogue.ts';
import { cleanName, foldName, MAX_NAME_LENGTH } from '../../dataset/catalogue/label.ts';
import { type Quotas, requireLabelRoom, requirePhotoRoom } from '../../dataset/quotas.ts';
import { UserError } from '../../errors.ts';
import { MIN_PICTURES } from '../training.ts';

/** Names to be learned at once: their labels' ids fit into a button. */
export const MAX_LEARNED = 12;

/** Photos that each name is to have, unless somebody says otherwise. */
export const DEFAULT_LEARNED_PHOTOS = 100;

/** Names to be learned, each once: labels that are there, and those to be added. */
export interface LearningPlan {
	/** In the order in which they were named, by the name that their label has or gets. */
	readonly names: readonly string[];
	readonly known: readonly Label[];
	readonly added: readonly string[];
}

/** @throws {UserError} `label-name-invalid`, `too-many-names` */
export async function planLearning(
	wanted: readonly string[],
	{ labels }: Pick<Dataset, 'labels'>,
): Promise<LearningPlan> {
	const names = new Map<string, string>();
	const known = new Map<number, Label>();
	for (const name of wanted.map(cleanName)) {
		const label = await labels.find(name);
		if (label) known.set(label.id, label);
		const { name: called = name } = label ?? {};
		if (!names.has(foldName(called))) names.set(foldName(called), called);
	}
	if (names.size === 0) throw new UserError('label-name-invalid', { name: '', limit: MAX_NAME_LENGTH });
	if (names.size > MAX_LEARNED) throw new UserError('too-many-names', { limit: MAX_LEARNED });
	const added: string[] = [];
	for (const name of names.values()) if (!(await labels.find(name))) added.push(name);
	return { names: [...names.values()], known: [...known.values()], added };
}

/**
 * What would keep the names from being learned, asked before anything is changed.
 * @param seen the dataset that the classifier goes by
 * @param wanted photos that each name is to have
 * @throws {UserError} `label-quota`, `photo-quota`, `learn-one-more`
 */
export async function requireLearnable(
	{ names, known, added }: LearningPlan,
	wanted: number,
	classifier: string,
	seen: Dataset,
	quotas?: Quotas,
): Promise<void> {
	if (quotas) {
		await requireLabelRoom(classifier, seen, quotas, added.length);
		await requirePhotoRoom(classifier, seen, known, wanted, quotas, added.length);
	}
	const ids = new Set(known.map(({ id }) => id));
	const ready = (await seen.stats()).labels.filter(({ label, accepted, duplicates }) => {
		return !ids.has(label.id) && accepted - duplicates >= MIN_PICTURES;
	});
	if (names.length + ready.length < 2) throw new UserError('learn-one-more', { labels: names });
}

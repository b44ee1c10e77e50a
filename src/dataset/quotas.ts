import { UserError } from '../errors.ts';
import type { Dataset } from './catalogue/catalogue.ts';

/**
 * How much a server's own classifier may take of this host; the host's own has no such limits. Room is asked for with the
 * dataset that the classifier goes by: where that is still the host's, the copy that a change would begin with counts, so
 * that what is refused copies nothing.
 */
export interface Quotas {
	readonly labels: number;
	/** Accepted photos, over all labels. */
	readonly photos: number;
	readonly trainingsPerDay: number;
}

/** As `.env.example` has them. */
export const DEFAULT_QUOTAS: Quotas = { labels: 25, photos: 5_000, trainingsPerDay: 8 };

const HOST = 'default';

/** What a classifier may take; the host's whatever it wants. */
export function granted(classifier: string, quotas: Quotas): Quotas | undefined {
	return classifier === HOST ? undefined : quotas;
}

/**
 * @param added labels to come
 * @throws {UserError} `label-quota` when there is no room for them
 */
export async function requireLabelRoom(
	classifier: string,
	{ labels }: Dataset,
	quotas: Quotas,
	added = 1,
): Promise<void> {
	if (classifier === HOST || added === 0 || (await labels.list()).length + added <= quotas.labels) return;
	throw new UserError('label-quota', { limit: quotas.labels });
}

/**
 * @param wanted photos that each of these labels is to have
 * @param added further labels that are to have so many, and are not there yet
 * @throws {UserError} `photo-quota` when all would be too many together
 */
export async function requirePhotoRoom(
	classifier: string,
	{ labels, photos }: Dataset,
	grown: readonly { readonly id: number }[],
	wanted: number,
	quotas: Quotas,
	added = 0,
): Promise<void> {
	if (classifier === HOST) return;
	const ids = new Set(grown.map(({ id }) => id));
	const counts: { readonly now: number; readonly grows: boolean }[] = [];
	for (const { id } of await labels.list()) counts.push({ now: await photos.count(id), grows: ids.has(id) });
	const now = counts.reduce((sum, label) => sum + label.now, 0);
	const grownTo = counts.reduce(
		(sum, label) => sum + Math.max(label.now, label.grows ? wanted : 0),
		added * wanted,
	);
	if (grownTo > quotas.photos && grownTo > now)
		throw new UserError('photo-quota', { limit: quotas.photos, now, wanted: grownTo });
}

/**
 * For a photo that is given: those that wait for an admin count as well, since all of them may be kept.
 * @throws {UserError} `photo-quota` when there is no room for another
 */
export async function requireRoomForPhoto(
	classifier: string,
	{ photos }: Dataset,
	quotas: Quotas,
): Promise<void> {
	if (classifier === HOST) return;
	const now = await photos.countAll('accepted', 'quarantined');
	if (now >= quotas.photos)
		throw new UserError('photo-quota', { limit: quotas.photos, now, wanted: now + 1 });
}

import { type BaseInteraction, PermissionFlagsBits } from 'discord.js';
import type { Catalogue, Dataset, Label, LabelChanges, Photo } from '../../dataset/catalogue/catalogue.ts';
import { UserError } from '../../errors.ts';
import { DEFAULT_CLASSIFIER } from '../../registry/version-name.ts';

/**
 * Whose dataset a member acts on: that of the server they are in, if they manage it or run this host; in direct
 * messages the host's own, if they run this host. There is no way to name another one.
 * @returns the classifier
 * @throws {UserError} `host-owner-needed`, `manage-server-needed`
 */
export function requireDatasetManager(
	interaction: BaseInteraction,
	{ isOwner }: { readonly isOwner: boolean },
): string {
	if (interaction.guildId) return isOwner ? interaction.guildId : requireManager(interaction);
	if (!isOwner) throw new UserError('host-owner-needed', {});
	return DEFAULT_CLASSIFIER;
}

/** What finding a member's dataset needs of a command's context. */
interface ManagedCatalogue {
	readonly isOwner: boolean;
	readonly catalogue: Catalogue;
}

/**
 * The dataset that a member's server goes by, to look at: its own, or the host's that it follows.
 * @throws {UserError} as `requireDatasetManager`
 */
export async function datasetToRead(
	interaction: BaseInteraction,
	context: ManagedCatalogue,
): Promise<Dataset> {
	return context.catalogue.followed(requireDatasetManager(interaction, context));
}

/**
 * The dataset of a member's server, to change: its own from now on. Where it followed the host's that is copied first,
 * which may take longer than Discord waits for an acknowledgement. Whatever can be refused is refused before, on what
 * `datasetToRead` shows, so that a server that changed nothing goes on following the host.
 * @throws {UserError} as `requireDatasetManager`
 */
export async function datasetToChange(
	interaction: BaseInteraction,
	context: ManagedCatalogue,
): Promise<Dataset> {
	return context.catalogue.own(requireDatasetManager(interaction, context), interaction.user.id);
}

/**
 * A label that a member chose when they looked at it, in the dataset to change.
 * @param id in the dataset that the server went by then
 * @param changes that the member wants of it, checked before anything is copied
 * @throws {UserError} `label-not-found`, as `Labels.edit`, and as `requireDatasetManager`
 */
export async function labelToChange(
	id: number,
	interaction: BaseInteraction,
	context: ManagedCatalogue,
	changes: LabelChanges = {},
): Promise<{ readonly dataset: Dataset; readonly label: Label }> {
	const seen = (await datasetToRead(interaction, context)).labels;
	const name = (await seen.get(id))?.name;
	if (name === undefined) throw new UserError('label-not-found', { label: `#${id}` });
	await seen.checkEdit(id, changes);
	const dataset = await datasetToChange(interaction, context);
	const label = await dataset.labels.find(name);
	if (!label) throw new UserError('label-not-found', { label: name });
	return { dataset, label };
}

/**
 * Photos that a member chose when they looked at them, in the dataset to change; what is gone is left out.
 * @param ids in the dataset that the server went by then
 * @throws {UserError} as `requireDatasetManager`
 */
export async function photosToChange(
	ids: readonly number[],
	interaction: BaseInteraction,
	context: ManagedCatalogue,
): Promise<{ readonly dataset: Dataset; readonly photos: readonly Photo[] }> {
	const seen = await datasetToRead(interaction, context);
	const chosen = await seen.photos.getAll(ids);
	const dataset = await datasetToChange(interaction, context);
	if (dataset === seen) return { dataset, photos: chosen };
	const photos: Photo[] = [];
	for (const { labelId, provenance } of chosen) {
		const label = (await seen.labels.get(labelId))?.name ?? '';
		const labelHere = (await dataset.labels.find(label))?.id;
		const copies = await dataset.photos.find(`${provenance.source}:${provenance.sourceId}`);
		photos.push(...copies.filter((copy) => copy.labelId === labelHere));
	}
	return { dataset, photos };
}

/**
 * Checks once more that a member may manage the server: the permissions registered with a command are a default that
 * admins can override for anybody, and buttons have none.
 * @returns the guild's id.
 * @throws {UserError} `server-only` or `manage-server-needed`
 */
export function requireManager({ guildId, memberPermissions }: BaseInteraction): string {
	if (!guildId) throw new UserError('server-only', {});
	if (!memberPermissions?.has(PermissionFlagsBits.ManageGuild)) {
		throw new UserError('manage-server-needed', {});
	}
	return guildId;
}

/** @throws {UserError} `host-only` */
export function requireHost({ isOwner }: { readonly isOwner: boolean }): void {
	if (!isOwner) throw new UserError('host-only', {});
}

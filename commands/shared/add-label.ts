import { type BaseInteraction, userMention } from 'discord.js';
import { type CommandContext, escapeText } from '../../src/bot/kit.ts';
import { nameByTaxon } from '../../src/crawl/name-label.ts';
import type { Dataset, Entity, Label, LabelDraft } from '../../src/dataset/catalogue/catalogue.ts';
import { granted } from '../../src/dataset/quotas.ts';

type Parts = Pick<CommandContext, 'guildLog' | 'quotas'>;

/**
 * Adds a label for a member, enters it in the audit log and tells the server's log.
 * @throws {UserError} as `Labels.add`
 */
export async function addLabel(
	draft: LabelDraft,
	{ user }: BaseInteraction,
	{ guildLog, quotas }: Parts,
	dataset: Dataset,
): Promise<Label> {
	const label = await dataset.labels.add(draft, user.id, granted(dataset.classifier, quotas)?.labels);
	await dataset.audit.record({ action: 'label-add', by: user.id, detail: { label: label.name } });
	const shown = escapeText(label.name);
	void guildLog.post(dataset.classifier, null, ({ bot }) => bot.log.labelAdded(userMention(user.id), shown));
	return label;
}

/**
 * Enters which living thing a label stands for, or that it is none; and what people call it, in languages that it has no name in.
 * @throws {UserError} as `Labels.edit`
 */
export async function setTaxon(
	{ id }: Label,
	entity: Entity | null,
	{ user }: BaseInteraction,
	{ crawler }: Pick<CommandContext, 'crawler'>,
	dataset: Dataset,
): Promise<Label> {
	const chosen = await dataset.labels.edit(id, { entity }, user.id);
	const label = await nameByTaxon(chosen, dataset, crawler, user.id);
	const detail = { label: label.name, taxon: label.entity?.name ?? null };
	await dataset.audit.record({ action: 'label-edit', by: user.id, detail });
	return label;
}

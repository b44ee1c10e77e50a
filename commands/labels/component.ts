import { type MessageComponentInteraction, userMention } from 'discord.js';
import { z } from 'zod';
import {
	type CommandContext,
	type Component,
	datasetToRead,
	escapeText,
	labelText,
	labelToChange,
	readState,
	requireDatasetManager,
} from '../../src/bot/kit.ts';
import { UserError } from '../../src/errors.ts';
import { setTaxon } from '../shared/add-label.ts';
import { LABELS } from '../shared/label-removal.ts';
import { parseTaxonValue } from '../shared/taxa.ts';
import { askForRemoval } from './remove.ts';

const STATE = z.tuple([z.enum(['taxon', 'ask-remove', 'remove', 'keep']), z.coerce.number().int()]);

/** The menus and buttons below the answers of `/labels`. */
export const component: Component = {
	...LABELS,
	async execute(interaction, state, context) {
		const [part, labelId] = readState(STATE, state.split(' '));
		switch (part) {
			case 'taxon':
				return chooseTaxon(interaction, context, labelId);
			case 'ask-remove':
				return ask(interaction, context, labelId);
			case 'remove':
				return removeLabel(interaction, context, labelId);
			case 'keep':
				await interaction.update({ content: context.messages.commands.labels.kept, components: [] });
		}
	},
};

async function chooseTaxon(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	labelId: number,
): Promise<void> {
	const { messages, locale, guildLog } = context;
	const value = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
	const entity = parseTaxonValue(value);
	const by = interaction.user.id;
	await interaction.deferUpdate();
	const { dataset, label: before } = await labelToChange(labelId, interaction, context, { entity });
	const label = await setTaxon(before, entity, interaction, context, dataset);
	void guildLog.post(dataset.classifier, null, ({ bot }, locale) =>
		bot.log.labelChanged(userMention(by), labelText(label, locale)),
	);
	const texts = messages.commands.labels;
	const called = labelText(label, locale);
	const chosen = label.entity
		? texts.taxonChosen(called, escapeText(label.entity.name))
		: texts.taxonDropped(called);
	await interaction.editReply({
		content: chosen,
		// Other menus stay, and the next step.
		components: interaction.message.components
			.map((shown) => shown.toJSON())
			.filter((shown) => !JSON.stringify(shown).includes(`"${interaction.customId}"`)),
	});
}

/** @throws {UserError} `label-not-found` */
async function ask(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	labelId: number,
): Promise<void> {
	const dataset = await datasetToRead(interaction, context);
	const label = await dataset.labels.get(labelId);
	if (!label) throw new UserError('label-not-found', { label: `#${labelId}` });
	await interaction.reply(await askForRemoval(label, dataset, context.messages));
}

/** @throws {UserError} `label-not-found`, `crawl-running` */
async function removeLabel(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	labelId: number,
): Promise<void> {
	const { crawls, messages, guildLog } = context;
	// Photos would come in under it for a while.
	if (await crawls.isUnderWay(requireDatasetManager(interaction, context)))
		throw new UserError('crawl-running', {});
	await interaction.deferUpdate();
	const { dataset, label } = await labelToChange(labelId, interaction, context);
	const photos = await dataset.photos.count(label.id);
	const by = interaction.user.id;
	await dataset.labels.remove(label.id, by);
	await dataset.audit.record({ action: 'label-remove', by, detail: { label: label.name, photos } });
	void guildLog.post(dataset.classifier, null, ({ bot }, locale) =>
		bot.log.labelRemoved(userMention(by), labelText(label, locale)),
	);
	await interaction.editReply({
		content: messages.commands.labels.wasRemoved(labelText(label, messages.locale), photos),
		components: [],
	});
}

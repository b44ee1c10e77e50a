import { type MessageComponentInteraction, MessageFlags, userMention } from 'discord.js';
import {
	type CommandContext,
	type Component,
	datasetToChange,
	datasetToRead,
	photosToChange,
} from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { granted } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import { PHOTOS } from '../shared/photo-sheet.ts';
import { parseRemoval, renderQuestion, renderRemoved } from './removal.ts';

/** The menu below photos, and the buttons of the question that follows. */
export const component: Component = {
	...PHOTOS,
	async execute(interaction, state, context) {
		if (state === 'choose') return ask(interaction, context, await datasetToRead(interaction, context));
		const action = parseRemoval(state);
		switch (action?.part) {
			case 'remove':
				return removePhotos(interaction, context, action.ids);
			case 'undo':
				return undo(interaction, context, action.ids[0] ?? 0);
			case 'keep':
				await interaction.update({ content: context.messages.commands.dataset.kept, components: [] });
				return;
			default:
				throw new UserError('component-outdated', {});
		}
	},
};

async function ask(
	interaction: MessageComponentInteraction,
	{ messages }: CommandContext,
	dataset: Dataset,
): Promise<void> {
	const ids = interaction.isStringSelectMenu() ? interaction.values.map(Number) : [];
	const photos = (await dataset.photos.getAll(ids)).filter(({ state }) => state !== 'removed');
	if (photos.length === 0)
		throw new UserError('photo-not-found', { photo: ids.map((id) => `#${id}`).join(', ') });
	await interaction.reply({ ...renderQuestion(photos, messages), flags: MessageFlags.Ephemeral });
}

async function removePhotos(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	ids: readonly number[],
): Promise<void> {
	const { messages, guildLog } = context;
	const by = interaction.user.id;
	const seen = await datasetToRead(interaction, context);
	if ((await seen.photos.getAll(ids)).every(({ state }) => state === 'removed')) {
		await interaction.update({ content: messages.commands.dataset.goneAlready, components: [] });
		return;
	}
	await interaction.deferUpdate();
	const chosen = await photosToChange(ids, interaction, context);
	const { dataset } = chosen;
	const { id, photos } = await dataset.decisions.remove(
		chosen.photos.map((photo) => photo.id),
		by,
	);
	await dataset.audit.record({ action: 'photos-remove', by, detail: { photos } });
	void guildLog.post(dataset.classifier, null, ({ bot }) => bot.log.photosRemoved(userMention(by), photos));
	await interaction.editReply(renderRemoved(id, photos, messages));
}

/** @throws {UserError} `decision-not-found`, `decision-not-undoable`, `photo-quota` */
async function undo(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	decisionId: number,
): Promise<void> {
	const { messages, guildLog } = context;
	await interaction.deferUpdate();
	const dataset = await datasetToChange(interaction, context);
	const by = interaction.user.id;
	const { photos } = await dataset.decisions.undo(
		decisionId,
		by,
		granted(dataset.classifier, context.quotas)?.photos,
	);
	await dataset.audit.record({ action: 'undo', by, detail: { photos } });
	void guildLog.post(dataset.classifier, null, ({ bot }) => bot.log.photosRestored(userMention(by), photos));
	await interaction.editReply({ content: messages.commands.dataset.undone(photos), components: [] });
}

import { type ChatInputCommandInteraction, type MessageComponentInteraction, userMention } from 'discord.js';
import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { type CommandContext, type Component, datasetToRead, defer, described } from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { granted } from '../../src/dataset/quotas.ts';
import { UserError } from '../../src/errors.ts';
import { openPositions, parseReview, REVIEW, type ReviewSheet } from '../shared/review-state.ts';
import type { DatasetSubcommand } from '../shared/subcommands.ts';
import { type AnswerPart, decide } from './review-decision.ts';
import { followsHost, renderFollows, renderReview } from './review-message.ts';
import { drawReview } from './review-sheet.ts';

/** The menus and buttons of `/dataset review`. Photos of another server are not in reach, whatever an id says. */
export const reviewComponent: Component = {
	...REVIEW,
	async execute(interaction, state, context) {
		const dataset = await datasetToRead(interaction, context);
		const asked = parseReview(state);
		if (!asked) throw new UserError('component-outdated', {});
		const { part, sheet } = asked;
		if (part === 'open') {
			await begin(interaction, context, dataset);
			return;
		}
		// Of a server whose own dataset was deleted meanwhile: the photos are no longer its to answer for.
		if (followsHost(interaction, dataset)) {
			await interaction.update({ ...renderFollows(context.messages), attachments: [] });
			return;
		}
		switch (part) {
			case 'choose':
				return choose(interaction, context, dataset, sheet);
			case 'next':
				return goOn(interaction, context, dataset, sheet);
			case 'undo':
				return undo(interaction, context, dataset, sheet);
			default:
				return answer(interaction, context, dataset, { part, sheet });
		}
	},
};

async function choose(
	interaction: MessageComponentInteraction,
	{ messages }: CommandContext,
	dataset: Dataset,
	sheet: ReviewSheet,
): Promise<void> {
	const chosen = valuesOf(interaction).filter((position) => position in sheet.ids);
	await interaction.update(await renderReview({ ...sheet, chosen }, dataset, messages));
}

/** Passes over what is left on the sheet. */
async function goOn(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	dataset: Dataset,
	sheet: ReviewSheet,
): Promise<void> {
	const offset = sheet.offset + (await openPositions(sheet, dataset)).length;
	await draw(interaction, context, dataset, { offset, decision: sheet.decision });
}

/** @throws {UserError} `decision-not-found`, `decision-not-undoable`, `photo-quota` */
async function undo(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	dataset: Dataset,
	{ offset, decision }: ReviewSheet,
): Promise<void> {
	const by = interaction.user.id;
	const { photos } = await dataset.decisions.undo(
		decision,
		by,
		granted(dataset.classifier, context.quotas)?.photos,
	);
	await dataset.audit.record({ action: 'undo', by, detail: { photos } });
	void context.guildLog.post(dataset.classifier, null, ({ bot }) =>
		bot.log.photosRestored(userMention(by), photos),
	);
	const note = context.messages.doctor.review.undone(photos);
	await draw(interaction, context, dataset, { offset, decision: 0 }, note);
}

/** @throws {UserError} `label-not-found`, `photo-quota` */
async function answer(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	dataset: Dataset,
	{ part, sheet }: { readonly part: AnswerPart; readonly sheet: ReviewSheet },
): Promise<void> {
	const open = await openPositions(sheet, dataset);
	const chosen = sheet.chosen.length > 0 ? sheet.chosen.filter((position) => open.includes(position)) : open;
	const ids = chosen.map((position) => sheet.ids[position]);
	if (ids.length === 0) {
		const note = context.messages.doctor.review.answeredAlready;
		return show(interaction, context, dataset, { ...sheet, chosen: [] }, note);
	}
	const [labelId] = valuesOf(interaction);
	const { decision, note } = await decide(part, { ids, labelId, by: interaction.user.id }, context, dataset);
	await show(interaction, context, dataset, { ...sheet, chosen: [], decision }, note);
}

/** The same sheet as it stands now; once all of it is answered, the next one. */
async function show(
	interaction: MessageComponentInteraction,
	context: CommandContext,
	dataset: Dataset,
	sheet: ReviewSheet,
	note: string,
): Promise<void> {
	if ((await openPositions(sheet, dataset)).length === 0)
		return draw(interaction, context, dataset, sheet, note);
	await interaction.update(await renderReview(sheet, dataset, context.messages, note));
}

async function draw(
	interaction: MessageComponentInteraction,
	{ photoStore, messages }: CommandContext,
	dataset: Dataset,
	start: Pick<ReviewSheet, 'offset' | 'decision'>,
	note?: string,
): Promise<void> {
	await interaction.deferUpdate();
	await interaction.editReply(await drawReview(start, { dataset, photoStore, messages, note }));
}

function valuesOf(interaction: MessageComponentInteraction): number[] {
	return interaction.isStringSelectMenu() ? interaction.values.map(Number) : [];
}

const START = { offset: 0, decision: 0 };

/** Shows the photos whose answer would teach most; what is done with them, `reviewComponent` does. */
export const review: DatasetSubcommand = {
	data: {
		type: ApplicationCommandOptionType.Subcommand,
		name: 'review',
		...described(({ dataset }) => dataset.review),
	},
	execute: begin,
};

async function begin(
	interaction: ChatInputCommandInteraction | MessageComponentInteraction,
	{ messages, photoStore }: CommandContext,
	dataset: Dataset,
): Promise<void> {
	await defer(interaction, { ephemeral: true });
	if (followsHost(interaction, dataset)) {
		await interaction.editReply(renderFollows(messages));
		return;
	}
	await interaction.editReply(await drawReview(START, { dataset, photoStore, messages }));
}

import type { BaseInteraction } from 'discord.js';
import { fitLines, MAX_CONTENT, type MessageContent, onlyText, row } from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { trainButton } from '../shared/next-steps.ts';
import { openPositions, type ReviewSheet } from '../shared/review-state.ts';
import { answerButtons, chooseMenu, relabelMenu, reviewButton } from './review-controls.ts';
import { sheetLines } from './review-lines.ts';

/** Characters of a title or author, from roomy to tight. */
const NAME_CHARACTERS = [40, 20, 10];

/** Room for what just happened and for what to do. */
const NOTE_ROOM = 250;

/**
 * A sheet as it stands: what is asked of each photo, what was answered, and the ways to answer. It is made anew from
 * the catalogue each time, since others may answer too.
 * @param note what just happened
 */
export function renderReview(
	sheet: ReviewSheet,
	dataset: Dataset,
	messages: Messages,
	note?: string,
): MessageContent {
	const open = openPositions(sheet, dataset);
	const lines = (characters: number) => [
		...(note === undefined ? [] : [note]),
		...sheetLines(sheet, dataset, messages, characters),
		...(open.length > 0 ? [messages.doctor.review.howTo] : []),
	];
	const chosen = open.filter((position) => sheet.chosen.includes(position));
	const now = { ...sheet, chosen };
	return {
		content: fitLines(NAME_CHARACTERS, lines, messages.commands.dataset.more),
		components: [
			...(open.length > 0 ? [chooseMenu(now, open, dataset, messages)] : []),
			...(open.length > 0 ? relabelMenu(now, dataset, messages) : []),
			answerButtons(now, open, messages),
		],
	};
}

/** Whether the credits of all photos of a sheet fit into a message, whatever is said above them. */
export function hasRoomFor(sheet: ReviewSheet, dataset: Dataset, messages: Messages): boolean {
	const [tightest = 0] = NAME_CHARACTERS.slice(-1);
	return sheetLines(sheet, dataset, messages, tightest).join('\n').length <= MAX_CONTENT - NOTE_ROOM;
}

/** Says that there is nothing (more), with a way back where something was just decided or passed over. */
export function renderEnd(
	text: string,
	{ decision, offset }: Pick<ReviewSheet, 'decision' | 'offset'>,
	messages: Messages,
	note?: string,
): MessageContent {
	const { doctor } = messages;
	const start = { offset: 0, ids: [], chosen: [], decision };
	const ways = [
		...(offset > 0 ? [reviewButton('next', start, doctor.review.restart, 'primary')] : []),
		...(decision > 0 ? [trainButton(messages), reviewButton('undo', start, doctor.review.undo)] : []),
	];
	return {
		content: [...(note === undefined ? [] : [note]), text].join('\n'),
		components: ways.length > 0 ? [row(...ways)] : [],
	};
}

/** Whether a server goes by the host's photos, which are not its to answer for. */
export function followsHost({ guildId }: BaseInteraction, { classifier }: Dataset): boolean {
	return guildId !== null && classifier !== guildId;
}

export function renderFollows({ doctor }: Messages): MessageContent {
	return onlyText(doctor.review.follows);
}

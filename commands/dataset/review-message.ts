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
export async function renderReview(
	sheet: ReviewSheet,
	dataset: Dataset,
	messages: Messages,
	note?: string,
): Promise<MessageContent> {
	const open = await openPositions(sheet, dataset);
	const levels: (readonly string[])[] = [];
	for (const characters of NAME_CHARACTERS) {
		levels.push([
			...(note === undefined ? [] : [note]),
			...(await sheetLines(sheet, dataset, messages, characters)),
			...(open.length > 0 ? [messages.doctor.review.howTo] : []),
		]);
	}
	const chosen = open.filter((position) => sheet.chosen.includes(position));
	const now = { ...sheet, chosen };
	return {
		content: fitLines(levels, (lines) => lines, messages.commands.dataset.more),
		components: [
			...(open.length > 0 ? [await chooseMenu(now, open, dataset, messages)] : []),
			...(open.length > 0 ? await relabelMenu(now, dataset, messages) : []),
			answerButtons(now, open, messages),
		],
	};
}

/** Whether the credits of all photos of a sheet fit into a message, whatever is said above them. */
export async function hasRoomFor(sheet: ReviewSheet, dataset: Dataset, messages: Messages): Promise<boolean> {
	const [tightest = 0] = NAME_CHARACTERS.slice(-1);
	const lines = await sheetLines(sheet, dataset, messages, tightest);
	return lines.join('\n').length <= MAX_CONTENT - NOTE_ROOM;
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

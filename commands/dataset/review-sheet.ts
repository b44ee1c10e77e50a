import type { MessageContent } from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import { drawContactSheet } from '../../src/dataset/contact-sheet.ts';
import type { PhotoStore } from '../../src/dataset/photo-store.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { readPhoto } from '../shared/photo-sheet.ts';
import type { ReviewSheet } from '../shared/review-state.ts';
import { hasRoomFor, renderEnd, renderReview } from './review-message.ts';

/** Photos at once: two lines each and a glance for all. */
const SHEET_PHOTOS = 8;

/** Discord hides a picture of such a name until it is clicked. */
const HIDDEN = 'SPOILER_';
const FILE_NAME = 'review.jpg';

export interface ReviewMessage extends MessageContent {
	readonly files: { readonly attachment: Buffer; readonly name: string }[];
	/** Pictures of the sheet before go. */
	readonly attachments: [];
}

export interface DrawOptions {
	readonly dataset: Dataset;
	readonly photoStore: PhotoStore;
	readonly messages: Messages;
	/** What just happened. */
	readonly note?: string;
}

/**
 * The next photos of the queue as a message with one picture. Photos whose file is missing are passed over.
 * @param start where in the queue, and the decision that can be taken back
 */
export async function drawReview(
	start: Pick<ReviewSheet, 'offset' | 'decision'>,
	{ dataset, photoStore, messages, note }: DrawOptions,
): Promise<ReviewMessage> {
	const { decision } = start;
	const { offset, legible } = await nextLegible(start.offset, dataset, photoStore);
	if (legible.length === 0) {
		const texts = messages.doctor.review;
		const text = start.offset > 0 ? texts.end : decision > 0 ? texts.done : texts.nothing;
		return { ...renderEnd(text, start, messages, note), files: [], attachments: [] };
	}
	for (let count = legible.length; ; count--) {
		const shown = legible.slice(0, count);
		const sheet = { offset, decision, chosen: [], ids: shown.map(({ photo }) => photo.id) };
		// No photo is shown whose credit does not fit.
		if (count > 1 && !(await hasRoomFor(sheet, dataset, messages))) continue;
		const isBold = shown.some(({ photo }) => photo.quarantine === 'nsfw');
		return {
			...(await renderReview(sheet, dataset, messages, note)),
			files: [
				{
					attachment: await drawContactSheet(shown.map(({ pixels }) => pixels)),
					name: isBold ? HIDDEN + FILE_NAME : FILE_NAME,
				},
			],
			attachments: [],
		};
	}
}

/** The first photos of the queue from there on, where there are any whose files can be read, and where that is. */
async function nextLegible(start: number, dataset: Dataset, photoStore: PhotoStore) {
	for (let offset = start; ; offset += SHEET_PHOTOS) {
		const queue = (await dataset.findings.reviewQueue(offset + SHEET_PHOTOS)).slice(offset);
		const read = await Promise.all(queue.map(({ photo }) => readPhoto(photo, photoStore)));
		const legible = read.filter((cell) => cell !== undefined);
		if (legible.length > 0 || queue.length < SHEET_PHOTOS) return { offset, legible };
	}
}

import { button, fitLines, type MessageContent, row } from '../../src/bot/kit.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { creditMarkdown } from '../shared/credit.ts';
import { PHOTOS } from '../shared/photo-sheet.ts';

/** Room for the question below the credits. */
const MAX_CREDITS = 1_700;

/** Ids in the state of a button, in base 36: those of a whole sheet are within its hundred characters. */
const RADIX = 36;

/** Buttons below photos; the state of a button is its part, a space, and ids. */
export type RemovalPart = 'remove' | 'keep' | 'undo';

/** Asks before photos go. */
export function renderQuestion(photos: readonly Photo[], messages: Messages): MessageContent {
	const texts = messages.commands.dataset;
	const credits = fitLines(
		[60, 30, 15],
		(characters) => photos.map((photo, index) => creditMarkdown(photo, index + 1, messages, characters)),
		texts.more,
		MAX_CREDITS,
	);
	const ids = photos.map(({ id }) => id);
	return {
		content: texts.confirmRemoval(credits, photos.length),
		components: [
			row(
				button(PHOTOS, stateOf('remove', ids), texts.removeNow, 'danger'),
				button(PHOTOS, stateOf('keep'), texts.keep),
			),
		],
	};
}

/** Says what went, with a way back. */
export function renderRemoved(decisionId: number, photos: number, { commands }: Messages): MessageContent {
	const { removed, undo } = commands.dataset;
	return {
		content: removed(photos),
		components: [row(button(PHOTOS, stateOf('undo', [decisionId]), undo))],
	};
}

/** @returns undefined for what no button of ours says */
export function parseRemoval(
	state: string,
): { readonly part: RemovalPart; readonly ids: readonly number[] } | undefined {
	const [, part, ids = ''] = /^(remove|keep|undo) ([0-9a-z.]*)$/.exec(state) ?? [];
	if (part === undefined) return undefined;
	return {
		part: part as RemovalPart,
		ids: ids
			.split('.')
			.filter(Boolean)
			.map((id) => Number.parseInt(id, RADIX)),
	};
}

function stateOf(part: RemovalPart, ids: readonly number[] = []): string {
	return `${part} ${ids.map((id) => id.toString(RADIX)).join('.')}`;
}

import {
	type APIActionRowComponent,
	type APIButtonComponent,
	ButtonStyle,
	ComponentType,
} from 'discord-api-types/v10';
import { fitLines } from '../../src/bot/answer/fit.ts';
import { formatComponentId } from '../../src/bot/interactions/component-id.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { creditLine } from '../shared/credit.ts';
import { PHOTOS } from '../shared/photo-sheet.ts';

/** Room for the question below the credits. */
const MAX_CREDITS = 1_700;

/** Ids in the state of a button, in base 36: those of a whole sheet are within its hundred characters. */
const RADIX = 36;

/** Buttons below photos; the state of a button is its part, a space, and ids. */
export type RemovalPart = 'remove' | 'keep' | 'undo';

type Row = APIActionRowComponent<APIButtonComponent>;

/** Asks before photos go. */
export function renderQuestion(
	photos: readonly Photo[],
	messages: Messages,
): { content: string; components: Row[] } {
	const texts = messages.commands.dataset;
	const credits = fitLines(
		[60, 30, 15],
		(characters) => photos.map((photo, index) => creditLine(photo, index + 1, messages, characters)),
		texts.more,
		MAX_CREDITS,
	);
	return {
		content: texts.confirmRemoval(credits, photos.length),
		components: [
			row(
				button(
					'remove',
					photos.map(({ id }) => id),
					texts.removeNow,
					ButtonStyle.Danger,
				),
				button('keep', [], texts.keep, ButtonStyle.Secondary),
			),
		],
	};
}

/** Says what went, with a way back. */
export function renderRemoved(
	decisionId: number,
	photos: number,
	{ commands }: Messages,
): { content: string; components: Row[] } {
	const { removed, undo } = commands.dataset;
	return {
		content: removed(photos),
		components: [row(button('undo', [decisionId], undo, ButtonStyle.Secondary))],
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

function button(
	part: RemovalPart,
	ids: readonly number[],
	label: string,
	style: ButtonStyle.Danger | ButtonStyle.Secondary,
): APIButtonComponent {
	const state = `${part} ${ids.map((id) => id.toString(RADIX)).join('.')}`;
	return {
		type: ComponentType.Button,
		style,
		label,
		custom_id: formatComponentId({ ...PHOTOS, state }),
	};
}

function row(...components: APIButtonComponent[]): Row {
	return { type: ComponentType.ActionRow, components };
}

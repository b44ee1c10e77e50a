import { type BotParts, button, calledIn, type Row, row } from '../../src/bot/kit.ts';
import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';

/** The custom ids of what `/labels` shows; the state says which part was used, and the id of the label. */
export const LABELS = { name: 'labels', version: 1 } as const;

/** Discord's, of buttons in a row. */
const MAX_BUTTONS = 5;

/** Characters of a label on a button: Discord takes 80 in all. */
const SHOWN_NAME = 40;

/** A row of buttons that ask whether to remove labels, or none. */
export function removalRow(labels: readonly Label[], { commands, locale }: Messages): Row[] {
	const buttons = labels
		.slice(0, MAX_BUTTONS)
		.map((label) =>
			button(
				LABELS,
				`ask-remove ${label.id}`,
				commands.labels.removeOf(calledIn(label, locale).slice(0, SHOWN_NAME)),
			),
		);
	return buttons.length > 0 ? [row(...buttons)] : [];
}

/** Labels without a photo to learn from. */
export async function withoutPhotos(
	labels: readonly Label[],
	classifier: string,
	{ catalogue }: Pick<BotParts, 'catalogue'>,
): Promise<Label[]> {
	const { photos } = catalogue.dataset(classifier);
	const counts = await Promise.all(labels.map(({ id }) => photos.count(id)));
	return labels.filter((_, n) => counts[n] === 0);
}

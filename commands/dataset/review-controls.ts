import { button, calledIn, menu, option, type Row, row } from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { nameOf } from '../shared/credit.ts';
import { formatReview, REVIEW, type ReviewPart, type ReviewSheet } from '../shared/review-state.ts';

/** Discord's limit of a menu. */
const MAX_OPTIONS = 25;

/** Chooses the photos that an answer is for. */
export async function chooseMenu(
	sheet: ReviewSheet,
	open: readonly number[],
	dataset: Dataset,
	{ doctor, commands, locale }: Messages,
): Promise<Row> {
	const labels = new Map((await dataset.labels.list()).map((label) => [label.id, label]));
	const photos = await dataset.photos.getAll(open.map((position) => sheet.ids[position]));
	return row(
		menu(REVIEW, formatReview('choose', sheet), {
			placeholder: doctor.review.choose,
			min_values: 0,
			max_values: open.length,
			options: photos.map(({ id, provenance, labelId }) => {
				const position = sheet.ids.indexOf(id);
				const label = labels.get(labelId);
				const called = label ? calledIn(label, locale) : '';
				const text = `${position + 1} · ${called} · ${nameOf(provenance)}`;
				const author = provenance.author ?? commands.dataset.unknownAuthor;
				return { ...option(String(position), text, author), default: sheet.chosen.includes(position) };
			}),
		}),
	);
}

/** Labels that the photos may show instead: those that are suggested first, then the others by name. */
export async function relabelMenu(
	sheet: ReviewSheet,
	dataset: Dataset,
	{ doctor, locale }: Messages,
): Promise<Row[]> {
	const labels = await dataset.labels.list();
	if (labels.length < 2) return [];
	const suggested = new Set<number>();
	for (const id of sheet.ids) {
		for (const { suggestedLabelId } of await dataset.findings.of(id))
			if (suggestedLabelId !== undefined) suggested.add(suggestedLabelId);
	}
	const sorted = labels.toSorted((a, b) => Number(suggested.has(b.id)) - Number(suggested.has(a.id)));
	return [
		row(
			menu(REVIEW, formatReview('relabel', sheet), {
				placeholder: doctor.review.relabel,
				options: sorted
					.slice(0, MAX_OPTIONS)
					.map((label) => option(String(label.id), calledIn(label, locale))),
			}),
		),
	];
}

/** Answers for the photos that were chosen, or for all that are open. */
export function answerButtons(sheet: ReviewSheet, open: readonly number[], { doctor }: Messages): Row {
	const texts = doctor.review;
	const all = sheet.chosen.length === 0;
	const count = all ? open.length : sheet.chosen.length;
	return row(
		...(count > 0
			? [
					reviewButton('keep', sheet, texts.keep(count, all), 'success'),
					reviewButton('remove', sheet, texts.remove(count, all), 'danger'),
				]
			: []),
		reviewButton('next', sheet, texts.next, 'primary'),
		...(sheet.decision > 0 ? [reviewButton('undo', sheet, texts.undo)] : []),
	);
}

export function reviewButton(
	part: ReviewPart,
	sheet: ReviewSheet,
	label: string,
	style?: Parameters<typeof button>[3],
) {
	return button(REVIEW, formatReview(part, sheet), label, style);
}

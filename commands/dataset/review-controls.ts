import {
	type APIActionRowComponent,
	type APIButtonComponent,
	type APIComponentInMessageActionRow,
	type APIStringSelectComponent,
	ButtonStyle,
	ComponentType,
} from 'discord-api-types/v10';
import { plainLine } from '../../src/bot/answer/escape.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { nameOf } from '../shared/credit.ts';
import { type ReviewPart, type ReviewSheet, reviewId } from './review-state.ts';

/** Discord's limits of a menu. */
const MAX_OPTIONS = 25;
const MAX_OPTION = 100;

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Chooses the photos that an answer is for. */
export function chooseMenu(
	sheet: ReviewSheet,
	open: readonly number[],
	dataset: Dataset,
	{ doctor, commands }: Messages,
): Row {
	return row({
		type: ComponentType.StringSelect,
		custom_id: reviewId('choose', sheet),
		placeholder: doctor.review.choose,
		min_values: 0,
		max_values: open.length,
		options: open.flatMap((position) => {
			const photo = dataset.photos.get(sheet.ids[position]);
			if (!photo) return [];
			const { provenance, labelId } = photo;
			const label = dataset.labels.get(labelId)?.name ?? '';
			return {
				value: String(position),
				label: plainLine(`${position + 1} · ${label} · ${nameOf(provenance)}`, MAX_OPTION),
				description: plainLine(provenance.author ?? commands.dataset.unknownAuthor, MAX_OPTION),
				default: sheet.chosen.includes(position),
			};
		}),
	});
}

/** Labels that the photos may show instead: those that are suggested first, then the others by name. */
export function relabelMenu(sheet: ReviewSheet, dataset: Dataset, { doctor }: Messages): Row[] {
	const labels = dataset.labels.list();
	if (labels.length < 2) return [];
	const suggested = new Set(
		sheet.ids.flatMap((id) =>
			dataset.findings.of(id).flatMap(({ suggestedLabelId }) => suggestedLabelId ?? []),
		),
	);
	const sorted = labels.toSorted((a, b) => Number(suggested.has(b.id)) - Number(suggested.has(a.id)));
	return [
		row({
			type: ComponentType.StringSelect,
			custom_id: reviewId('relabel', sheet),
			placeholder: doctor.review.relabel,
			options: sorted.slice(0, MAX_OPTIONS).map(({ id, name }) => ({
				value: String(id),
				label: plainLine(name, MAX_OPTION),
			})),
		}),
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
					button('keep', sheet, texts.keep(count, all), ButtonStyle.Success),
					button('remove', sheet, texts.remove(count, all), ButtonStyle.Danger),
				]
			: []),
		button('next', sheet, texts.next, ButtonStyle.Primary),
		...(sheet.decision > 0 ? [button('undo', sheet, texts.undo, ButtonStyle.Secondary)] : []),
	);
}

export function button(
	part: ReviewPart,
	sheet: ReviewSheet,
	label: string,
	style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger,
): APIButtonComponent {
	return { type: ComponentType.Button, style, label, custom_id: reviewId(part, sheet) };
}

export function row(...components: (APIButtonComponent | APIStringSelectComponent)[]): Row {
	return { type: ComponentType.ActionRow, components };
}

import type { Messages } from '../i18n/messages.ts';
import type { SummaryRow } from '../model/network-training/summary.ts';
import { textTable } from './text-table.ts';

/** A network's layers and how many parameters they have, as a table of text and a line below. */
export function networkSummary(
	layers: readonly SummaryRow[],
	text: Messages['report']['networkSummary'],
	nameOf: (layer: SummaryRow) => string,
): { readonly table: string; readonly total: string } {
	const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
	const rows = layers.map((layer) => [nameOf(layer), layer.shape.join(' × '), String(layer.parameters)]);
	return {
		table: textTable([[text.layer, text.shape, text.parameters], ...rows]),
		total: text.total(
			sum(layers.map(({ parameters }) => parameters)),
			sum(layers.map(({ trained }) => trained)),
		),
	};
}

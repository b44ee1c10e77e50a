import stringWidth from 'string-width';

export type TableRow = readonly string[];

const GAP = '  ';
const ELLIPSIS = '…';

/** Rows in columns of a fixed-width font, in which Japanese letters take two: the first to the left, numbers to the right. */
export function textTable(rows: readonly TableRow[]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		rows.reduce((widest, row) => Math.max(widest, stringWidth(row[column])), 0),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) => {
					const padding = ' '.repeat(widths[column] - stringWidth(cell));
					return column === 0 ? cell + padding : padding + cell;
				})
				.join(GAP)
				.trimEnd(),
		)
		.join('\n');
}

/** A text on one line of at most so many columns. */
export function shorten(text: string, columns: number): string {
	const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
	if (stringWidth(line) <= columns) return line;
	let short = '';
	for (const { segment } of new Intl.Segmenter().segment(line)) {
		if (stringWidth(short + segment + ELLIPSIS) > columns) break;
		short += segment;
	}
	return short + ELLIPSIS;
}

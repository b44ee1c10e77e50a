import stringWidth from 'string-width';

/** Lines of aligned columns: the first to the left, the others to the right. Wide characters (漢字) count as two. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [column, cell] of row.entries())
			widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
	}
	return rows
		.map((row) =>
			row
				.map((cell, column) => pad(cell, widths[column], column === 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

function pad(cell: string, width: number, left: boolean): string {
	const space = ' '.repeat(width - stringWidth(cell));
	return left ? cell + space : space + cell;
}

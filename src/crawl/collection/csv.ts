/**
 * Rows of comma-separated values (RFC 4180), each by the names in the first row: quoted fields may hold commas, quotes
 * (doubled) and line breaks. Rows shorter than the first lack the rest.
 */
export function parseCsv(text: string): Record<string, string>[] {
	const [header = [], ...rows] = readRows(text.replace(/^\ufeff/, ''));
	const names = header.map((name) => name.trim().toLowerCase());
	return rows
		.filter((row) => row.some((field) => field !== ''))
		.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ''])));
}

/** A field, a quoted one or a plain one, and what ends it. */
const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

function readRows(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	FIELD.lastIndex = 0;
	while (FIELD.lastIndex < text.length) {
		const at = FIELD.lastIndex;
		const match = FIELD.exec(text);
		if (!match) {
			// A quote in the middle of a plain field: everything up to the next comma or line break is taken as it is.
			const end = text.slice(at).search(/[,\r\n]|$/) + at;
			row.push(text.slice(at, end));
			FIELD.lastIndex = end + 1;
			if (text[end] !== ',') rows.push(row.splice(0));
			continue;
		}
		row.push(match[1]?.replaceAll('""', '"') ?? match[2]);
		if (match[3] === ',' && FIELD.lastIndex < text.length) continue;
		if (match[3] === ',') row.push('');
		rows.push(row);
		row = [];
	}
	return rows;
}

/**
 * Rows as text. What a spreadsheet would run as a formula gets an apostrophe before it
 * (https://owasp.org/www-community/attacks/CSV_Injection): titles are written by strangers.
 */
export function formatCsv(rows: readonly (readonly string[])[]): string {
	return rows.map((row) => `${row.map(formatField).join(',')}\r\n`).join('');
}

function formatField(value: string): string {
	const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

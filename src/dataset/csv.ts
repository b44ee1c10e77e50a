/** What a spreadsheet may take for a formula, also behind blanks (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^'*\s*[=+\-@\t\r\n＝＋－＠]/;

/**
 * Rows as comma-separated values (RFC 4180). What a spreadsheet would run gets an apostrophe before it, and so does
 * what begins like that itself, so that `readCsv` gives back exactly what was written.
 */
export function formatCsv(rows: Iterable<readonly string[]>): string {
	let text = '';
	for (const row of rows) text += formatCsvRow(row);
	return text;
}

export function formatCsvRow(row: readonly string[]): string {
	return `${row.map(formatField).join(',')}\r\n`;
}

function formatField(value: string): string {
	const harmless = FORMULA.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Fields of a row that are read; a line of commas is no table. */
const MAX_FIELDS = 1_000;

/** The rows of comma-separated values, one after the other; a field that is not closed ends with the text. */
export function* readCsv(text: string): Generator<string[]> {
	let row: string[] = [];
	let at = text.startsWith('\ufeff') ? 1 : 0;
	while (at < text.length) {
		const { value, end } = readField(text, at);
		if (row.length < MAX_FIELDS)
			row.push(value.startsWith("'") && FORMULA.test(value) ? value.slice(1) : value);
		at = end;
		if (text[at] === ',') {
			at++;
			if (at < text.length) continue;
			if (row.length < MAX_FIELDS) row.push('');
		}
		if (text[at] === '\r' && text[at + 1] === '\n') at++;
		at++;
		yield row;
		row = [];
	}
}

function readField(text: string, start: number): { value: string; end: number } {
	if (text[start] !== '"') {
		const end = indexOfEnd(text, start);
		return { value: text.slice(start, end), end };
	}
	let value = '';
	let at = start + 1;
	for (;;) {
		const quote = text.indexOf('"', at);
		if (quote === -1) return { value: value + text.slice(at), end: text.length };
		value += text.slice(at, quote);
		if (text[quote + 1] !== '"') {
			const end = indexOfEnd(text, quote + 1);
			return { value: value + text.slice(quote + 1, end), end };
		}
		value += '"';
		at = quote + 2;
	}
}

function indexOfEnd(text: string, start: number): number {
	for (let at = start; at < text.length; at++) {
		const character = text[at];
		if (character === ',' || character === '\r' || character === '\n') return at;
	}
	return text.length;
}

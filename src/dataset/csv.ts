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

/** Characters of a field that are read: more than any that is taken has. */
const MAX_LENGTH = 20_000;

/**
 * The rows of comma-separated values in UTF-8, one after the other as the bytes come; a field that is not closed ends
 * with them. No more of a row is held than a table has, whatever the bytes.
 */
export async function* readCsv(
	chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<string[]> {
	const decoder = new TextDecoder();
	let row: string[] = [];
	let field = '';
	/** `closing`: after a quote within quotes, which may be the first of two. `return`: after a row that ended with one. */
	let place: 'start' | 'plain' | 'quoted' | 'closing' | 'return' = 'start';
	const append = (text: string) => {
		field += text.slice(0, MAX_LENGTH - field.length);
	};
	const endField = () => {
		if (row.length < MAX_FIELDS)
			row.push(field.startsWith("'") && FORMULA.test(field) ? field.slice(1) : field);
		field = '';
		place = 'start';
	};
	for await (const chunk of chunks) {
		const text = decoder.decode(chunk, { stream: true });
		for (let at = 0; at < text.length; ) {
			const character = text[at];
			if (place === 'quoted') {
				const end = indexOf(/"/g, text, at);
				append(text.slice(at, end));
				if (end < text.length) place = 'closing';
				at = end + 1;
			} else if (character === '"' && place !== 'plain') {
				if (place === 'closing') append(character);
				place = 'quoted';
				at++;
			} else if (character === '\n' && place === 'return') {
				place = 'start';
				at++;
			} else if (character === ',') {
				endField();
				at++;
			} else if (character === '\r' || character === '\n') {
				endField();
				yield row;
				row = [];
				if (character === '\r') place = 'return';
				at++;
			} else {
				const end = indexOf(/[,\r\n]/g, text, at);
				append(text.slice(at, end));
				place = 'plain';
				at = end;
			}
		}
	}
	if (row.length === 0 && (place === 'start' || place === 'return')) return;
	endField();
	yield row;
}

/** Where a pattern is found from a place on; the end, where it is not. */
function indexOf(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.exec(text)?.index ?? text.length;
}

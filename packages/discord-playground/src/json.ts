/** Text of JSON, or a whole number so long that it may not be safe; numbers with a fraction or an exponent are neither. */
const STRING_OR_LONG_INTEGER = /"(?:[^"\\]|\\.)*"|(?<![\w.+-])\d{16,}(?![\d.eE])/g;
const LONG_INTEGER = /\d{16}/;

/**
 * JSON of which integers too large for a JavaScript number come as strings: some libraries write ids as integers.
 * @throws {SyntaxError}
 */
export function parseJson(text: string): unknown {
	if (!LONG_INTEGER.test(text)) return JSON.parse(text);
	return JSON.parse(
		text.replace(STRING_OR_LONG_INTEGER, (match) =>
			match.startsWith('"') || Number.isSafeInteger(Number(match)) ? match : `"${match}"`,
		),
	);
}

/** Names that somebody lists in one option or argument, as Latin and Japanese writing separate them. */
export function readList(text: string | undefined): string[] {
	return split(text ?? '', /[,、,;;\n]/);
}

/** Names in a field of a form, one a line; those in a line may hold commas. */
export function readLines(text: string): string[] {
	return split(text, /\n/);
}

function split(text: string, separator: RegExp): string[] {
	return text
		.split(separator)
		.map((name) => name.trim())
		.filter(Boolean);
}

/** What moves a terminal's cursor, changes its colours or turns the order of text round; tabs and line ends do not. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text as a terminal may be given it, whatever strangers called their files: what is no text is spelt out as JSON
 * would (`\u001b`), which leaves JSON what it was.
 */
export function printable(text: string): string {
	return text.replace(UNPRINTABLE, (character) =>
		character === '\n' || character === '\t' ? character : spelt(character),
	);
}

/** The same on one line: a name with a line end in it cannot pass for two. */
export function printableName(name: string): string {
	return name.replace(UNPRINTABLE, spelt);
}

/** To standard output. */
export function print(text: string): void {
	process.stdout.write(printable(text));
}

/** A line to standard output. */
export function say(line: string): void {
	print(`${line}\n`);
}

/** To standard error. */
export function printError(text: string): void {
	process.stderr.write(printable(text));
}

function spelt(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

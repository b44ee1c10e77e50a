/** Discord's limit of a message's content. */
export const MAX_CONTENT = 2_000;

/**
 * The most detailed text that fits into a message: tries the levels of detail in order and, if even the last one is
 * too long, leaves lines out and says so.
 * @param render the lines at a level of detail
 * @param more says how many lines were left out
 */
export function fitLines<Detail>(
	levels: readonly Detail[],
	render: (detail: Detail) => readonly string[],
	more: (lines: number) => string,
	max = MAX_CONTENT,
): string {
	let lines: readonly string[] = [];
	for (const detail of levels) {
		lines = render(detail);
		const content = lines.join('\n');
		if (content.length <= max) return content;
	}
	for (let kept = lines.length - 1; kept > 0; kept -= 1) {
		const content = [...lines.slice(0, kept), more(lines.length - kept)].join('\n');
		if (content.length <= max) return content;
	}
	return more(lines.length);
}

/** For what has no lines to leave out: a reason may name every label there is. */
export function shortened(text: string, most = MAX_CONTENT): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

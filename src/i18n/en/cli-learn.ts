/** What `hantei learn` says. */
export const cliLearn = {
	about:
		'learn new things by name: add them as labels, collect photos, train; what comes out serves only if it is no worse',
	names: 'what to learn: roses tulips, or "sweet cherry, daisy"',
	count: 'photos that each is to have, those it has included',
	plan: (names: readonly string[], photos: number, sources: readonly string[]) =>
		`Learning ${names.join(', ')}: up to ${photos} openly licensed photos each, from ${sources.join(', ')}.`,
	lost: (labels: readonly string[]) =>
		`No longer recognised afterwards, since there are no photos of them in the catalogue: ${labels.join(', ')}. Name them, too, to keep them.`,
	stays: (labels: readonly string[]) =>
		`The host’s model goes on answering for ${labels.join(', ')}, since there are no photos of them here. Name them, too, to have them learned.`,
	isTaxon: (name: string, taxon: string, id: number) => `  ${name}: ${taxon} at iNaturalist (taxon ${id})`,
	byWords: (name: string) => `  ${name}: searched for by words`,
	which: (name: string) => `Which living thing is ${name}?`,
	/** A question in a terminal; the answer is a number. */
	choose: (most: number) => `1–${most}, or Enter if it is none of these: `,
	leftOpen: (name: string) =>
		`  ${name} may be several living things, so it is searched for by words. To choose: hantei labels edit ${name} --taxon NUMBER`,
	foundNothing: (name: string, words: readonly string[]) =>
		`Not learned, nothing was found: ${name}, asked for ${words.map((word) => `“${word}”`).join(', ')}. Give it other words (hantei labels edit ${name}), or remove it (hantei labels remove ${name}).`,
	examples: 'What it says of photos it had not seen:',
	example: (label: string, confidence: string, credit: string) => `  ${label} ${confidence} · ${credit}`,
	wrong: (label: string, confidence: string, right: string, credit: string) =>
		`  ${label} ${confidence}, but it is ${right} · ${credit}`,
	cancelled: 'Cancelled. Names and photos that came are kept; the same command goes on from there.',
};

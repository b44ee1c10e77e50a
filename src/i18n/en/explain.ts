/** “Why?”: what stands below an explained picture. Labels, names and credits arrive escaped and marked up. */
export const explain = {
	button: 'Why?',
	/** While the answer to it is sought. */
	asking: 'Looking into it …',
	/** @param number of the picture, where a message has several */
	title: (number: number | null) => (number === null ? '**Why?**' : `**Why? (${number})**`),
	sure: (label: string, confidence: string, threshold: string) =>
		`${label} ${confidence}. That is at least the ${threshold} it takes for an answer.`,
	unsure: (label: string, confidence: string, threshold: string) =>
		`Not sure: ${label} comes first with ${confidence}, and it takes ${threshold} for an answer.`,
	/** @param doubt how likely it is none of the labels */
	unknown: (label: string, doubt: string) =>
		`It comes nearest to ${label}, but so little like its photos that it is none of these with ${doubt}.`,
	runnerUp: (label: string, confidence: string) => `Second is ${label} with ${confidence}.`,
	heat: {
		/** How far the probability falls when the strongest part is covered. */
		decides: (label: string, before: string, after: string) =>
			`Orange: what speaks for ${label}. With the strongest part covered, ${before} become ${after}.`,
		against: (label: string) => `Blue: what speaks against ${label}.`,
		nothing: 'No single part decides: whichever is covered, the answer stays.',
		/** @param hasNearest whether photos stand below it */
		description: (label: string, confidence: string, hasNearest: boolean) =>
			`The picture in grey, in orange what made it look like ${label} (${confidence})${hasNearest ? '; below it the most similar training photos' : ''}.`,
	},
	nearest: {
		heading: (label: string) => `Most alike among the photos of ${label} it learned from:`,
		similarity: (credit: string, likeness: string) => `${credit} · ${likeness}`,
		likeness: {
			same: 'almost the same',
			very: 'very alike',
			alike: 'alike',
			somewhat: 'somewhat alike',
			hardly: 'hardly alike',
		},
		/** Photos as much alike that are not on this computer. */
		missing: (photos: number) =>
			photos === 1
				? '1 more is not stored here: it came with the model, or was taken out since.'
				: `${photos} more are not stored here: they came with the model, or were taken out since.`,
		allMissing: (label: string) =>
			`None of the photos of ${label} it learned from can be shown: they came with the model, or were taken out since.`,
		withheld: (photos: number) =>
			photos === 1
				? '1 more is the host’s or a member’s own and is not shown.'
				: `${photos} more are the host’s or members’ own and are not shown.`,
		none: (label: string) => `The model keeps no photo of ${label} to compare with.`,
	},
	cannotAttach: 'I may not attach files here, so there is no picture.',
	others: (pictures: number) =>
		pictures === 1
			? 'The message has 1 more picture; I explain the first three.'
			: `The message has ${pictures} more pictures; I explain the first three.`,
};

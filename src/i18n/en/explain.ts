/** “Why?”: what stands below an explained picture. Labels, names and credits arrive escaped. */
export const explain = {
	button: 'Why?',
	title: (name: string | null) => (name === null ? '**Why?**' : `**Why? ${name}**`),
	sure: (label: string, confidence: string, threshold: string) =>
		`**${label}** ${confidence}. That is at least the ${threshold} it takes for an answer.`,
	unsure: (label: string, confidence: string, threshold: string) =>
		`Not sure: **${label}** comes first with ${confidence}, and it takes ${threshold} for an answer.`,
	/** The picture is too unlike the photos of the label it comes nearest to. */
	unknown: (label: string, likeness: string, needed: string) =>
		`None of these: it looks most like **${label}**, but is only ${likeness} like its photos, and it takes ${needed}.`,
	runnerUp: (label: string, confidence: string) => `Second is ${label} with ${confidence}.`,
	heat: {
		/** How far the probability falls when the strongest part is covered. */
		decides: (label: string, before: string, after: string) =>
			`Orange: what speaks for ${label}. With the strongest part covered, ${before} become ${after}.`,
		against: (label: string) => `Blue: what speaks against ${label}.`,
		nothing: 'No single part decides: whichever is covered, the answer stays.',
		description: (label: string) => `The picture in grey; in orange what made it look like ${label}.`,
	},
	nearest: {
		heading: (label: string) => `Most alike among the photos of ${label}:`,
		similarity: (percentage: string) => `${percentage} alike`,
		/** Photos that came with the model: their files are not on this computer. */
		notHere: (photos: number) =>
			photos === 1
				? '1 of the most similar photos came with the model and is not stored here.'
				: `${photos} of the most similar photos came with the model and are not stored here.`,
		allNotHere: (label: string) =>
			`The photos of ${label} that this model learned from came with it; they are not stored here, so none can be shown.`,
		notShown: (photos: number) =>
			photos === 1
				? '1 more is not openly licensed and is not shown.'
				: `${photos} more are not openly licensed and are not shown.`,
		none: (label: string) => `The model keeps no photo of ${label} to compare with.`,
	},
	cannotAttach: 'I may not attach files here, so there is no picture.',
	others: (pictures: number) =>
		pictures === 1
			? 'The message has 1 more picture; I explain the first three.'
			: `The message has ${pictures} more pictures; I explain the first three.`,
};

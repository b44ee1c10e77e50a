import { byteSize, percent } from '../format.ts';

/** Texts of the judge page. */
export const web = {
	title: 'Hantei · what is in the picture?',
	languages: 'Language',
	heading: 'What is in the picture?',
	lead: (labels: readonly string[]) => `Trained to tell ${alternatives(labels)}.`,
	drop: 'Drop pictures here, or paste them',
	choose: 'Choose pictures',
	photograph: 'Take a photo',
	submit: 'Judge',
	submitWhy: 'Judge, and say why',
	formats: (maxBytes: number) => `JPEG, PNG, WebP, GIF or AVIF, up to ${byteSize(maxBytes)} each`,
	results: 'Results',
	judging: 'Judging …',
	sure: (label: string, confidence: number) => `${label}, ${percent(confidence, 'en')}`,
	unsure: 'Not sure',
	closest: (label: string, confidence: number) => `Closest: ${label}, ${percent(confidence, 'en')}`,
	unknown: 'None of these',
	notThese: (labels: readonly string[]) => labels.join(', '),
	ifItHadTo: 'If it had to be one of them',
	/** @param pictures that are explained at once */
	notExplained: (pictures: number) =>
		`Only the first ${pictures} pictures are explained at once. Send this one alone to see why.`,
	failed: 'Could not be judged',
	tooLarge: (maxBytes: number) =>
		`This file is too large (at most ${byteSize(maxBytes)}). Please send a smaller copy.`,
	unreachable: 'Hantei cannot be reached. Check that it is running, then send the picture again.',
	modelVersion: (model: string) => `Model ${model}`,
	privacy: 'Pictures are judged where Hantei runs and then forgotten. Nothing is stored.',
};

/** “apart” only fits two or more. */
function alternatives(labels: readonly string[]): string {
	const list = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(labels);
	return labels.length > 1 ? `${list} apart` : list;
}

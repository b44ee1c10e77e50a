import { byteSize, counted } from '../format.ts';

/** What `hantei retrain` says. */
export const cliRetrain = {
	about:
		'train a model on the photos collected; it serves only if it is no worse than the one that serves (exit code 0 also when it is kept)',
	crawl: 'collect photos first',
	label: 'collect for these labels only',
	count: 'photos that each label is to have, those it has included, with --crawl',
	force: 'let it serve whatever the comparison says; the audit log keeps that',
	fineTune:
		'train the last blocks of the backbone, too: minutes instead of seconds; see docs/training.md for when it pays',
	fineTuned: (bytes: number) =>
		`Fine-tuned: the last two blocks of the backbone were trained, too; the version’s own backbone takes ${byteSize(bytes)}.`,
	letGo:
		'let go of what the host’s model recognises and the new one does not know; else that goes on answering for it',
	keeps: (labels: readonly string[], model: string) =>
		`${labels.join(', ')}: no photos here, so the new model will not know them; ${model} goes on answering for them (--let-go: nothing does).`,
	forgets: (labels: readonly string[]) =>
		`${labels.join(', ')} will no longer be recognised: no photos here. Ctrl-C cancels; hantei learn has them learned, too.`,
	stillAnswers: (labels: readonly string[], model: string) =>
		`${model} goes on answering for ${labels.join(', ')}.`,
	forgotten: (labels: readonly string[]) => `No longer recognised: ${labels.join(', ')}.`,
	alike: (pairs: readonly { readonly label: string; readonly own: string }[]) =>
		`Hard to tell from labels of its own: ${pairs.map(({ label, own }) => `${label} (its own: ${own})`).join(', ')}. Photos of them mostly get its own label. If they are something else, collect photos of them for it, too.`,
	json: 'print the outcome as JSON',
	unchanged: (model: string) =>
		`Nothing has changed since the last training, so there is nothing to learn. ${model} goes on serving.`,
	forced: (model: string) => `${model} serves nevertheless, since --force was given.`,
	photos: (training: number, holdout: number, excluded: number, added: number) =>
		`${counted(training, 'photo')} to learn from, ${holdout} only to measure with, ${excluded} left out as doubtful; ${added} of them new.`,
	flagged: (photos: number) =>
		`${counted(photos, 'photo looks', 'photos look')} doubtful: hantei dataset doctor`,
	leftOut: (label: string, photos: number, missing: number) =>
		`Left out: ${label} has ${counted(photos, 'different photo')} and needs ${missing} more.`,
};

/** “Not right?”: members say what a photo shows. Labels arrive escaped, but for those of menus, which know no markdown. */
export const correction = {
	button: 'Not right?',
	which: 'Which answer is not right?',
	chooseWhich: 'Choose a picture by its number',
	/** An answer in the menu; null for none of the labels. */
	answer: (number: number, label: string | null) => `${number}: ${label ?? 'none of these'}`,
	/** @param label what was answered; null for none of the labels */
	ask: (label: string | null) =>
		label === null ? 'I said that it is none of my labels. What is it?' : `I said **${label}**. What is it?`,
	choose: 'It is …',
	none: 'None of these',
	counted: (label: string | null) =>
		`Thank you, counted: ${label === null ? 'none of these' : `**${label}**`}. Nothing of the photo is kept. Admins see how often answers are contested.`,
	alreadyCounted: 'Thank you! You have said so about this answer before, and count once.',
	/** Above the question whether the photo may be kept. */
	andTeach: 'Thank you, counted. I can learn from your photo, too, if you agree:',
	/** For admins, in `/model info`. */
	contested: (labels: readonly string[]) => `**Contested answers** ${labels.join(' · ')}`,
	/** @param most what most of them said; null for none of the labels, undefined where there is no most */
	contestedLabel: (label: string, count: number, of: number, share: string, most?: string | null) =>
		`${label} ${count} of ${of} (${share}${most === undefined ? '' : `, most said ${most ?? 'none of these'}`})`,
	/** In the nightly report. */
	contestedMore: (model: string, share: string, before: string, shareBefore: string, info: string) =>
		`⚠️ Members contest answers of ${model} more often than those of ${before}: ${share} instead of ${shareBefore}. ${info} shows which.`,
};

import { calledIn, escapeText } from '../../src/bot/kit.ts';
import type { Dataset, Finding, Photo } from '../../src/dataset/catalogue/catalogue.ts';
import type { Locale } from '../../src/i18n/locale.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { creditMarkdown } from '../shared/credit.ts';
import { isOpen, type ReviewSheet } from '../shared/review-state.ts';

/** Issues named for a photo: the worst ones. */
const MAX_ISSUES = 2;

/**
 * What is asked of each photo of a sheet, or what was answered, below its credit.
 * @param characters of a title or author
 */
export function sheetLines(
	sheet: ReviewSheet,
	dataset: Dataset,
	messages: Messages,
	characters: number,
): string[] {
	return [
		messages.doctor.review.title,
		...sheet.ids.flatMap((id, position) => photoLines(id, position, dataset, messages, characters)),
		...viaOpenverse(sheet, dataset, messages),
	];
}

function photoLines(
	id: number,
	position: number,
	dataset: Dataset,
	messages: Messages,
	characters: number,
): string[] {
	const texts = messages.doctor.review;
	const photo = dataset.photos.get(id);
	if (!photo) return [`**${position + 1}** ${texts.answered.gone}`];
	const credit = creditMarkdown(photo, position + 1, messages, characters);
	return [
		credit,
		`-# ${isOpen(photo) ? question(photo, dataset, messages) : answer(photo, dataset, messages)}`,
	];
}

function answer(photo: Photo, dataset: Dataset, { doctor, locale }: Messages): string {
	const { answered } = doctor.review;
	return photo.state === 'removed'
		? answered.removed
		: answered.kept(labelName(photo.labelId, dataset, locale));
}

function question(photo: Photo, dataset: Dataset, { doctor, crawl, locale }: Messages): string {
	const texts = doctor.review;
	const findings = dataset.findings.of(photo.id);
	const label = labelName(photo.labelId, dataset, locale);
	const suggested = suggestionOf(findings, photo, dataset);
	return [
		suggested === undefined ? texts.asks(label) : texts.doubt(label, labelName(suggested, dataset, locale)),
		...(photo.quarantine === undefined ? [] : [crawl.quarantines[photo.quarantine]]),
		...findings.slice(0, MAX_ISSUES).map(({ issue }) => doctor.issues[issue]),
		...(findings.some(({ excluded }) => excluded) ? [texts.leftOut] : []),
	].join(' · ');
}

/** The label that a photo probably shows, if there still is one of that id. */
function suggestionOf(findings: readonly Finding[], photo: Photo, dataset: Dataset): number | undefined {
	const suggested = findings.find(({ suggestedLabelId }) => suggestedLabelId !== undefined)?.suggestedLabelId;
	if (suggested === undefined || suggested === photo.labelId) return undefined;
	return dataset.labels.get(suggested)?.id;
}

function labelName(id: number, dataset: Dataset, locale: Locale): string {
	const label = dataset.labels.get(id);
	return label ? escapeText(calledIn(label, locale)) : '';
}

function viaOpenverse({ ids }: ReviewSheet, dataset: Dataset, { commands }: Messages): string[] {
	const isFromThere = (id: number) => dataset.photos.get(id)?.provenance.source === 'openverse';
	return ids.some(isFromThere) ? [commands.dataset.openverse] : [];
}

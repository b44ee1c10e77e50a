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
export async function sheetLines(
	sheet: ReviewSheet,
	dataset: Dataset,
	messages: Messages,
	characters: number,
): Promise<string[]> {
	const lines = [messages.doctor.review.title];
	for (const [position, id] of sheet.ids.entries())
		lines.push(...(await photoLines(id, position, dataset, messages, characters)));
	return [...lines, ...(await viaOpenverse(sheet, dataset, messages))];
}

async function photoLines(
	id: number,
	position: number,
	dataset: Dataset,
	messages: Messages,
	characters: number,
): Promise<string[]> {
	const texts = messages.doctor.review;
	const photo = await dataset.photos.get(id);
	if (!photo) return [`**${position + 1}** ${texts.answered.gone}`];
	const credit = creditMarkdown(photo, position + 1, messages, characters);
	return [
		credit,
		`-# ${isOpen(photo) ? await question(photo, dataset, messages) : await answer(photo, dataset, messages)}`,
	];
}

async function answer(photo: Photo, dataset: Dataset, { doctor, locale }: Messages): Promise<string> {
	const { answered } = doctor.review;
	return photo.state === 'removed'
		? answered.removed
		: answered.kept(await labelName(photo.labelId, dataset, locale));
}

async function question(
	photo: Photo,
	dataset: Dataset,
	{ doctor, crawl, locale }: Messages,
): Promise<string> {
	const texts = doctor.review;
	const findings = await dataset.findings.of(photo.id);
	const label = await labelName(photo.labelId, dataset, locale);
	const suggested = await suggestionOf(findings, photo, dataset);
	return [
		suggested === undefined
			? texts.asks(label)
			: texts.doubt(label, await labelName(suggested, dataset, locale)),
		...(photo.quarantine === undefined ? [] : [crawl.quarantines[photo.quarantine]]),
		...findings.slice(0, MAX_ISSUES).map(({ issue }) => doctor.issues[issue]),
		...(findings.some(({ excluded }) => excluded) ? [texts.leftOut] : []),
	].join(' · ');
}

/** The label that a photo probably shows, if there still is one of that id. */
async function suggestionOf(
	findings: readonly Finding[],
	photo: Photo,
	dataset: Dataset,
): Promise<number | undefined> {
	const suggested = findings.find(({ suggestedLabelId }) => suggestedLabelId !== undefined)?.suggestedLabelId;
	if (suggested === undefined || suggested === photo.labelId) return undefined;
	return (await dataset.labels.get(suggested))?.id;
}

async function labelName(id: number, dataset: Dataset, locale: Locale): Promise<string> {
	const label = await dataset.labels.get(id);
	return label ? escapeText(calledIn(label, locale)) : '';
}

async function viaOpenverse(
	{ ids }: ReviewSheet,
	dataset: Dataset,
	{ commands }: Messages,
): Promise<string[]> {
	const photos = await dataset.photos.getAll(ids);
	return photos.some(({ provenance }) => provenance.source === 'openverse')
		? [commands.dataset.openverse]
		: [];
}

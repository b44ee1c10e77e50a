import type { BaseInteraction } from 'discord.js';
import {
	type APIActionRowComponent,
	type APIButtonComponent,
	type APIComponentInMessageActionRow,
	type APIStringSelectComponent,
	ButtonStyle,
	ComponentType,
} from 'discord-api-types/v10';
import { escapeText, plainLine } from '../../src/bot/answer/escape.ts';
import { fitLines, MAX_CONTENT } from '../../src/bot/answer/fit.ts';
import { creditLine, nameOf } from '../../src/bot/photos/credit.ts';
import type { Dataset, Finding, Photo } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { type ReviewPart, type ReviewSheet, reviewId } from './review-state.ts';

/** Characters of a title or author, from roomy to tight. */
const NAME_CHARACTERS = [40, 20, 10];

/** Room for what just happened and for what to do. */
const NOTE_ROOM = 250;

/** Discord's limits of a menu. */
const MAX_OPTIONS = 25;
const MAX_OPTION = 100;

/** Issues named for a photo: the worst ones. */
const MAX_ISSUES = 2;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

export interface ReviewContent {
	readonly content: string;
	readonly components: Row[];
}

/**
 * A sheet as it stands: what is asked of each photo, what was answered, and the ways to answer. It is made anew from
 * the catalogue each time, since others may answer too.
 * @param note what just happened
 */
export function renderReview(
	sheet: ReviewSheet,
	dataset: Dataset,
	messages: Messages,
	note?: string,
): ReviewContent {
	const open = openPositions(sheet, dataset);
	const lines = (characters: number) => [
		...(note === undefined ? [] : [note]),
		...linesOf(sheet, dataset, messages, characters),
		...(open.length > 0 ? [messages.doctor.review.howTo] : []),
	];
	const chosen = open.filter((position) => sheet.chosen.includes(position));
	const now = { ...sheet, chosen };
	return {
		content: fitLines(NAME_CHARACTERS, lines, messages.commands.dataset.more),
		components: [
			...(open.length > 0 ? [chooseMenu(now, open, dataset, messages)] : []),
			...(open.length > 0 ? relabelMenu(now, dataset, messages) : []),
			buttons(now, open, messages),
		],
	};
}

/** Whether the credits of all photos of a sheet fit into a message, whatever is said above them. */
export function hasRoomFor(sheet: ReviewSheet, dataset: Dataset, messages: Messages): boolean {
	const [tightest = 0] = NAME_CHARACTERS.slice(-1);
	return linesOf(sheet, dataset, messages, tightest).join('\n').length <= MAX_CONTENT - NOTE_ROOM;
}

function linesOf(sheet: ReviewSheet, dataset: Dataset, messages: Messages, characters: number): string[] {
	return [
		messages.doctor.review.title,
		...sheet.ids.flatMap((id, position) => photoLines(id, position, dataset, messages, characters)),
		...viaOpenverse(sheet, dataset, messages),
	];
}

/** Says that there is nothing (more), with a way back where something was just decided or passed over. */
export function renderEnd(
	text: string,
	{ decision, offset }: Pick<ReviewSheet, 'decision' | 'offset'>,
	{ doctor }: Messages,
	note?: string,
): ReviewContent {
	const start = { offset: 0, ids: [], chosen: [], decision };
	const ways = [
		...(offset > 0 ? [button('next', start, doctor.review.restart, ButtonStyle.Primary)] : []),
		...(decision > 0 ? [button('undo', start, doctor.review.undo, ButtonStyle.Secondary)] : []),
	];
	return {
		content: [...(note === undefined ? [] : [note]), text].join('\n'),
		components: ways.length > 0 ? [row(...ways)] : [],
	};
}

/** Whether a server goes by the host's photos, which are not its to answer for. */
export function followsHost({ guildId }: BaseInteraction, { classifier }: Dataset): boolean {
	return guildId !== null && classifier !== guildId;
}

export function renderFollows({ doctor }: Messages): ReviewContent {
	return { content: doctor.review.follows, components: [] };
}

/** Positions of the photos that nobody has answered for. */
export function openPositions({ ids }: ReviewSheet, dataset: Dataset): number[] {
	return [...ids.keys()].filter((position) => {
		const photo = dataset.photos.get(ids[position]);
		return photo !== undefined && isOpen(photo);
	});
}

function isOpen({ state, kept }: Photo): boolean {
	return state !== 'removed' && !kept;
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
	const credit = creditLine(photo, position + 1, messages, characters);
	return [
		credit,
		`-# ${isOpen(photo) ? question(photo, dataset, messages) : answer(photo, dataset, messages)}`,
	];
}

function answer(photo: Photo, dataset: Dataset, { doctor }: Messages): string {
	const { answered } = doctor.review;
	return photo.state === 'removed' ? answered.removed : answered.kept(labelName(photo.labelId, dataset));
}

function question(photo: Photo, dataset: Dataset, { doctor, crawl }: Messages): string {
	const texts = doctor.review;
	const findings = dataset.findings.of(photo.id);
	const label = labelName(photo.labelId, dataset);
	const suggestion = suggestionOf(findings, photo, dataset);
	return [
		suggestion === undefined ? texts.asks(label) : texts.doubt(label, escapeText(suggestion)),
		...(photo.quarantine === undefined ? [] : [crawl.quarantines[photo.quarantine]]),
		...findings.slice(0, MAX_ISSUES).map(({ issue }) => doctor.issues[issue]),
		...(findings.some(({ excluded }) => excluded) ? [texts.leftOut] : []),
	].join(' · ');
}

/** The label that a photo probably shows, if there still is one of that id. */
function suggestionOf(findings: readonly Finding[], photo: Photo, dataset: Dataset): string | undefined {
	const suggested = findings.find(({ suggestedLabelId }) => suggestedLabelId !== undefined)?.suggestedLabelId;
	if (suggested === undefined || suggested === photo.labelId) return undefined;
	return dataset.labels.get(suggested)?.name;
}

function labelName(id: number, dataset: Dataset): string {
	return escapeText(dataset.labels.get(id)?.name ?? '');
}

function viaOpenverse({ ids }: ReviewSheet, dataset: Dataset, { commands }: Messages): string[] {
	const isFromThere = (id: number) => dataset.photos.get(id)?.provenance.source === 'openverse';
	return ids.some(isFromThere) ? [commands.dataset.openverse] : [];
}

function chooseMenu(
	sheet: ReviewSheet,
	open: readonly number[],
	dataset: Dataset,
	{ doctor, commands }: Messages,
): Row {
	return row({
		type: ComponentType.StringSelect,
		custom_id: reviewId('choose', sheet),
		placeholder: doctor.review.choose,
		min_values: 0,
		max_values: open.length,
		options: open.flatMap((position) => {
			const photo = dataset.photos.get(sheet.ids[position]);
			if (!photo) return [];
			const { provenance, labelId } = photo;
			const label = dataset.labels.get(labelId)?.name ?? '';
			return {
				value: String(position),
				label: plainLine(`${position + 1} · ${label} · ${nameOf(provenance)}`, MAX_OPTION),
				description: plainLine(provenance.author ?? commands.dataset.unknownAuthor, MAX_OPTION),
				default: sheet.chosen.includes(position),
			};
		}),
	});
}

/** Labels that the photos may show instead: those that are suggested first, then the others by name. */
function relabelMenu(sheet: ReviewSheet, dataset: Dataset, { doctor }: Messages): Row[] {
	const labels = dataset.labels.list();
	if (labels.length < 2) return [];
	const suggested = new Set(
		sheet.ids.flatMap((id) =>
			dataset.findings.of(id).flatMap(({ suggestedLabelId }) => suggestedLabelId ?? []),
		),
	);
	const sorted = labels.toSorted((a, b) => Number(suggested.has(b.id)) - Number(suggested.has(a.id)));
	return [
		row({
			type: ComponentType.StringSelect,
			custom_id: reviewId('relabel', sheet),
			placeholder: doctor.review.relabel,
			options: sorted.slice(0, MAX_OPTIONS).map(({ id, name }) => ({
				value: String(id),
				label: plainLine(name, MAX_OPTION),
			})),
		}),
	];
}

function buttons(sheet: ReviewSheet, open: readonly number[], { doctor }: Messages): Row {
	const texts = doctor.review;
	const all = sheet.chosen.length === 0;
	const count = all ? open.length : sheet.chosen.length;
	return row(
		...(count > 0
			? [
					button('keep', sheet, texts.keep(count, all), ButtonStyle.Success),
					button('remove', sheet, texts.remove(count, all), ButtonStyle.Danger),
				]
			: []),
		button('next', sheet, texts.next, ButtonStyle.Primary),
		...(sheet.decision > 0 ? [button('undo', sheet, texts.undo, ButtonStyle.Secondary)] : []),
	);
}

function button(
	part: ReviewPart,
	sheet: ReviewSheet,
	label: string,
	style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success | ButtonStyle.Danger,
): APIButtonComponent {
	return { type: ComponentType.Button, style, label, custom_id: reviewId(part, sheet) };
}

function row(...components: (APIButtonComponent | APIStringSelectComponent)[]): Row {
	return { type: ComponentType.ActionRow, components };
}

import type { APIStringSelectComponent } from 'discord-api-types/v10';
import { MAX_CONTENT, menu, option, type Row, row } from '../../src/bot/kit.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { drawContactSheet, readForSheet } from '../../src/dataset/contact-sheet.ts';
import type { PhotoStore } from '../../src/dataset/photo-store.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import type { Pixels } from '../../src/image/pixels.ts';
import { creditMarkdown, nameOf } from './credit.ts';

/** Photos on one sheet: as many as have room for their credits in a message. */
export const SHEET_PHOTOS = 12;

/** The custom ids of what is done with photos shown; the state says what, and with which. */
export const PHOTOS = { name: 'photos', version: 1 } as const;

const FILE_NAME = 'photos.jpg';

/** Characters of a title or author, from roomy to tight. */
const NAME_CHARACTERS = [60, 30, 15];

export interface SheetOptions {
	readonly photoStore: PhotoStore;
	readonly messages: Messages;
	/** Whether the bot may attach files there. */
	readonly canAttach: boolean;
}

/** A message that shows photos. */
export interface Sheet {
	readonly content: string;
	readonly files: { readonly attachment: Buffer; readonly name: string }[];
	readonly components: Row<APIStringSelectComponent>[];
	/** Ids of the photos on it, in the order of their numbers. */
	readonly shown: readonly number[];
}

/**
 * Photos as one picture, their credits by number, and a menu to remove some. No photo is shown whose credit does not
 * fit: the last ones stay out.
 * @param title first line
 * @param all how many there are of which these are some
 */
export async function renderSheet(
	title: string,
	photos: readonly Photo[],
	all: number,
	{ photoStore, messages, canAttach }: SheetOptions,
): Promise<Sheet> {
	const texts = messages.commands.dataset;
	if (photos.length === 0) return onlyText(`${title}\n${texts.noPhotos}`);
	if (!canAttach) return onlyText(`${title}\n${texts.cannotAttach}`);

	const cells = await Promise.all(photos.slice(0, SHEET_PHOTOS).map((photo) => readPhoto(photo, photoStore)));
	const legible = cells.filter((cell) => cell !== undefined);
	const missing = cells.length - legible.length;
	const notes = missing > 0 ? [texts.missingFiles(missing)] : [];
	if (legible.length === 0) return onlyText([title, ...notes].join('\n'));

	const { content, count } = fitCredits(
		legible.map(({ photo }) => photo),
		(credits) => [title, ...credits, texts.shown(credits.length, all), ...notes].join('\n'),
		messages,
	);
	const shown = legible.slice(0, count);
	return {
		content,
		files: [{ attachment: await drawContactSheet(shown.map(({ pixels }) => pixels)), name: FILE_NAME }],
		components: [
			removalMenu(
				shown.map(({ photo }) => photo),
				messages,
			),
		],
		shown: shown.map(({ photo }) => photo.id),
	};
}

/** A photo as it goes on a sheet; undefined where its file is missing or damaged. */
export async function readPhoto(
	photo: Photo,
	photoStore: PhotoStore,
): Promise<{ readonly photo: Photo; readonly pixels: Pixels } | undefined> {
	try {
		return { photo, pixels: await readForSheet(await photoStore.read(photo.file.sha256)) };
	} catch {
		return undefined;
	}
}

function fitCredits(
	photos: readonly Photo[],
	render: (credits: readonly string[]) => string,
	messages: Messages,
): { readonly content: string; readonly count: number } {
	const openverse = messages.commands.dataset.openverse;
	for (let count = photos.length; ; count--) {
		const some = photos.slice(0, count);
		for (const characters of NAME_CHARACTERS) {
			const credits = some.map((photo, index) => creditMarkdown(photo, index + 1, messages, characters));
			const viaOpenverse = some.some(({ provenance }) => provenance.source === 'openverse');
			const content = [render(credits), ...(viaOpenverse ? [openverse] : [])].join('\n');
			if (content.length <= MAX_CONTENT || count === 1) return { content, count };
		}
	}
}

function removalMenu(photos: readonly Photo[], { commands }: Messages): Row<APIStringSelectComponent> {
	return row(
		menu(PHOTOS, 'choose', {
			placeholder: commands.dataset.chooseRemoval,
			min_values: 1,
			max_values: photos.length,
			options: photos.map(({ id, provenance }, index) =>
				option(
					String(id),
					`${index + 1} · ${nameOf(provenance)}`,
					provenance.author ?? commands.dataset.unknownAuthor,
				),
			),
		}),
	);
}

function onlyText(content: string): Sheet {
	return { content, files: [], components: [], shown: [] };
}

/** The same things, taken in turn from each kind, so that the first few show some of every kind. */
export function spread<Item>(items: readonly Item[], kindOf: (item: Item) => unknown): Item[] {
	const turns = new Map<unknown, number>();
	return items
		.map((item) => {
			const turn = turns.get(kindOf(item)) ?? 0;
			turns.set(kindOf(item), turn + 1);
			return { item, turn };
		})
		.sort((a, b) => a.turn - b.turn)
		.map(({ item }) => item);
}

import type { APIButtonComponent } from 'discord-api-types/v10';
import { button } from '../../src/bot/kit.ts';
import type { Dataset } from '../../src/dataset/catalogue/catalogue.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { MIN_PICTURES } from '../../src/train/training.ts';
import { reviewFirst } from './review-state.ts';

/** The custom ids of a crawl: the button that cancels it, and the one that begins it. */
export const CRAWL = { name: 'crawl', version: 1 } as const;

/** The custom ids of `/retrain`: of its question, of the button that cancels, and of the one that begins elsewhere. */
export const RETRAIN = { name: 'retrain', version: 1 } as const;

/** The custom ids of `/learn`: its questions, the button that cancels, and the one that asks for names. */
export const LEARN = { name: 'learn', version: 1 } as const;

/** Ids in base 36: those of twelve labels are within the hundred characters of a custom id. */
const RADIX = 36;

/** Begins to collect photos of labels. */
export function collectButton(ids: readonly number[], { commands }: Messages): APIButtonComponent {
	const state = `collect ${ids.map((id) => id.toString(RADIX)).join('.')}`;
	return button(CRAWL, state, commands.labels.collect, 'primary');
}

/** Ids of the labels; undefined for what no such button says. */
export function parseCollect(state: string): number[] | undefined {
	const [, ids] = /^collect ([0-9a-z]{1,8}(?:\.[0-9a-z]{1,8})*)$/.exec(state) ?? [];
	return ids?.split('.').map((id) => Number.parseInt(id, RADIX));
}

/** Begins a training without another question. */
export function trainButton({ commands }: Messages): APIButtonComponent {
	return button(RETRAIN, 'now', commands.retrain.trainNow, 'primary');
}

/** A button anywhere that asks for names to learn. */
export function teachButton({ commands }: Messages): APIButtonComponent {
	return button(LEARN, 'teach', commands.learn.teach, 'success');
}

/** What can be done with photos that came, as far as there is something to do. */
export async function stepsAfterPhotos(dataset: Dataset, messages: Messages): Promise<APIButtonComponent[]> {
	const ready = (await dataset.stats()).labels.filter(({ accepted, duplicates }) => {
		return accepted - duplicates >= MIN_PICTURES;
	});
	return [
		...(ready.length > 1 ? [trainButton(messages)] : []),
		...((await dataset.findings.reviewQueue(1)).length > 0
			? [reviewFirst(messages.commands.retrain.review)]
			: []),
	];
}

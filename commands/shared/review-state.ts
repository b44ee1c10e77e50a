import type { APIButtonComponent } from 'discord-api-types/v10';
import { button } from '../../src/bot/kit.ts';
import type { Dataset, Photo } from '../../src/dataset/catalogue/catalogue.ts';

/** The custom ids of a review; all there is to know about it is in their state, so that it outlives restarts. */
export const REVIEW = { name: 'review', version: 1 } as const;

const PARTS = ['open', 'choose', 'keep', 'remove', 'relabel', 'next', 'undo'] as const;

/** What a menu or button does; `open` begins a review for whoever presses it. */
export type ReviewPart = (typeof PARTS)[number];

/** A sheet of photos under review. */
export interface ReviewSheet {
	/** Photos passed over before these: how far into the queue it begins. */
	readonly offset: number;
	/** Photos shown, in the order of their numbers. */
	readonly ids: readonly number[];
	/** Positions of those that the member chose. */
	readonly chosen: readonly number[];
	/** The last decision made, which can be taken back; 0 for none. */
	readonly decision: number;
}

const RADIX = 36;

/** Numbers in base 36: those of a whole sheet are within the hundred characters of a custom id. */
export function formatReview(part: ReviewPart, { offset, decision, chosen, ids }: ReviewSheet): string {
	const mask = chosen.reduce((bits, position) => bits | (1 << position), 0);
	const numbers = [offset, decision, mask, ...ids].map((number) => number.toString(RADIX));
	return [part, ...numbers].join('.');
}

/** @returns undefined for what no component of ours says */
export function parseReview(
	state: string,
): { readonly part: ReviewPart; readonly sheet: ReviewSheet } | undefined {
	const [name, ...texts] = state.split('.');
	const part = PARTS.find((known) => known === name);
	if (part === undefined || texts.length < 3 || !texts.every((text) => /^[0-9a-z]{1,11}$/.test(text)))
		return undefined;
	const [offset = 0, decision = 0, mask = 0, ...ids] = texts.map((text) => Number.parseInt(text, RADIX));
	const chosen = [...ids.keys()].filter((position) => mask & (1 << position));
	return { part, sheet: { offset, decision, chosen, ids } };
}

/** A button below other messages that begins a review. */
export function reviewFirst(label: string): APIButtonComponent {
	return button(REVIEW, formatReview('open', { offset: 0, ids: [], chosen: [], decision: 0 }), label);
}

/** Positions of the photos that nobody has answered for. */
export async function openPositions({ ids }: ReviewSheet, dataset: Dataset): Promise<number[]> {
	const open = new Set((await dataset.photos.getAll(ids)).filter(isOpen).map(({ id }) => id));
	return [...ids.keys()].filter((position) => open.has(ids[position]));
}

/** Whether nobody has answered for it. */
export function isOpen({ state, kept }: Photo): boolean {
	return state !== 'removed' && !kept;
}

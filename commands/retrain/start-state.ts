import type { Label } from '../../src/dataset/catalogue/catalogue.ts';

/** Ids in the state of a button, in base 36: those of twelve labels are within its hundred characters. */
const RADIX = 36;

/** What the button that starts a training says: how many photos each label is to have, and of which (all, if none). */
export interface StartState {
	readonly crawl?: { readonly labels: readonly number[]; readonly wanted: number };
}

export function formatStart(
	crawl: { readonly labels: readonly Label[]; readonly wanted: number } | undefined,
): string {
	if (!crawl) return 'start';
	return `start ${crawl.wanted} ${crawl.labels.map(({ id }) => id.toString(RADIX)).join('.')}`;
}

/** Undefined for what no such button says. */
export function parseStart(state: string): StartState | undefined {
	if (state === 'start') return {};
	const [, wanted, ids = ''] = /^start (\d{1,4}) ([0-9a-z.]*)$/.exec(state) ?? [];
	if (wanted === undefined) return undefined;
	const labels = ids
		.split('.')
		.filter(Boolean)
		.map((id) => Number.parseInt(id, RADIX));
	return { crawl: { labels, wanted: Number(wanted) } };
}

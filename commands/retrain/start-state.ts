import type { Label } from '../../src/dataset/catalogue/catalogue.ts';

/** Ids in the state of a button, in base 36: those of twelve labels are within its hundred characters. */
const RADIX = 36;

/** What the button that starts a training says: how many photos each label is to have, and of which (all, if none). */
export interface StartState {
	readonly crawl?: { readonly labels: readonly number[]; readonly wanted: number };
	/** The host's model does not go on answering for what the new one does not know. */
	readonly letGo: boolean;
	/** The last blocks are trained, too. */
	readonly tunes: boolean;
}

export function formatStart(
	crawl: { readonly labels: readonly Label[]; readonly wanted: number } | undefined,
	{ letGo = false, tunes = false }: { readonly letGo?: boolean; readonly tunes?: boolean } = {},
): string {
	const verb = `${letGo ? 'let-go' : 'start'}${tunes ? ' tune' : ''}`;
	if (!crawl) return verb;
	return `${verb} ${crawl.wanted} ${crawl.labels.map(({ id }) => id.toString(RADIX)).join('.')}`;
}

/** Undefined for what no such button says. */
export function parseStart(state: string): StartState | undefined {
	const [, verb, tune, wanted, ids = ''] =
		/^(start|let-go)( tune)?(?: (\d{1,4}) ([0-9a-z.]*))?$/.exec(state) ?? [];
	if (verb === undefined) return undefined;
	const how = { letGo: verb === 'let-go', tunes: tune !== undefined };
	if (wanted === undefined) return how;
	const labels = ids
		.split('.')
		.filter(Boolean)
		.map((id) => Number.parseInt(id, RADIX));
	return { crawl: { labels, wanted: Number(wanted) }, ...how };
}

import type { Label } from '../../src/dataset/catalogue/catalogue.ts';
import { type NetworkRecipe, networkRecipeSchema } from '../../src/train/network/recipe.ts';

/** Ids in the state of a button, in base 36: those of twelve labels are within its hundred characters. */
const RADIX = 36;

/** What the button that starts a training says. */
export interface StartState {
	/** How many photos each label is to have first, and of which (all, if none). */
	readonly crawl?: { readonly labels: readonly number[]; readonly wanted: number };
	/** The host's model does not go on answering for what the new one does not know. */
	readonly letGo: boolean;
	/** The last blocks are trained, too. */
	readonly tunes: boolean;
	/** A network is trained from scratch instead. */
	readonly fromScratch?: NetworkRecipe;
}

/** What is asked for, before anybody said whether to let go. */
export interface StartWish {
	readonly crawl?: { readonly labels: readonly Label[]; readonly wanted: number };
	readonly tunes?: boolean;
	readonly fromScratch?: NetworkRecipe;
}

export function formatStart({ crawl, tunes, fromScratch }: StartWish, letGo = false): string {
	const words = [letGo ? 'let-go' : 'start'];
	if (fromScratch) {
		const { architecture, side, epochs, augmentation, patience } = fromScratch;
		words.push('network', architecture, `${side}`, `${epochs}`, augmentation, `${patience ?? 0}`);
	} else {
		if (tunes) words.push('tune');
		if (crawl) words.push(`${crawl.wanted}`, crawl.labels.map(({ id }) => id.toString(RADIX)).join('.'));
	}
	return words.join(' ');
}

/** Undefined for what no such button says. */
export function parseStart(state: string): StartState | undefined {
	const [verb = '', ...words] = state.split(' ');
	if (verb !== 'start' && verb !== 'let-go') return undefined;
	const how = { letGo: verb === 'let-go', tunes: words[0] === 'tune' };
	if (words[0] === 'network') {
		const fromScratch = parseRecipe(words.slice(1));
		return fromScratch && { ...how, fromScratch };
	}
	const rest = how.tunes ? words.slice(1) : words;
	if (rest.length === 0) return how;
	const [, wanted, ids = ''] = /^(\d{1,4}) ([0-9a-z.]*)$/.exec(rest.join(' ')) ?? [];
	if (wanted === undefined) return undefined;
	const labels = ids
		.split('.')
		.filter(Boolean)
		.map((id) => Number.parseInt(id, RADIX));
	return { crawl: { labels, wanted: Number(wanted) }, ...how };
}

function parseRecipe([architecture, side, epochs, augmentation, patience]: string[]):
	| NetworkRecipe
	| undefined {
	return networkRecipeSchema.safeParse({
		architecture,
		side: Number(side),
		epochs: Number(epochs),
		augmentation,
		patience: Number(patience) || null,
	}).data;
}

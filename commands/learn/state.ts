/** How far the names to be learned are, as it stands in a button: it works after a restart. */
export interface Course {
	/** Ids of the labels, in the order in which they were named. */
	readonly labels: readonly number[];
	/** Photos that each is to have. */
	readonly wanted: number;
	/** Which label is asked about; those before it are settled. */
	readonly position: number;
}

export type LearnState =
	| { readonly kind: 'cancel' | 'leave' | 'teach' }
	| { readonly kind: 'taxon' | 'again'; readonly course: Course };

/** Ids in base 36: those of twelve labels are within the hundred characters of a custom id. */
const RADIX = 36;

export function formatLearn(state: LearnState): string {
	if (!('course' in state)) return state.kind;
	const { labels, wanted, position } = state.course;
	return `${state.kind} ${[wanted, position, ...labels].map((number) => number.toString(RADIX)).join('.')}`;
}

/** Undefined for what no component of ours says. */
export function parseLearn(state: string): LearnState | undefined {
	if (state === 'cancel' || state === 'leave' || state === 'teach') return { kind: state };
	const [, kind, numbers = ''] = /^(taxon|again) ([0-9a-z]{1,8}(?:\.[0-9a-z]{1,8})+)$/.exec(state) ?? [];
	if (kind !== 'taxon' && kind !== 'again') return undefined;
	const [wanted = 0, position = 0, ...labels] = numbers
		.split('.')
		.map((number) => Number.parseInt(number, RADIX));
	if (wanted < 1 || labels.length === 0 || position > labels.length) return undefined;
	return { kind, course: { wanted, position, labels } };
}

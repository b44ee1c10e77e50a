import { counted } from '../format.ts';

const photosText = (count: number) => (count === 1 ? '1 photo' : `${count} photos`);
const percent = (share: number) => `${Math.round(100 * share)} %`;

/** The dataset doctor: `/dataset review` and `hantei dataset doctor`. In chat, labels and names arrive escaped. */
export const doctor = {
	issues: {
		'label-noise': 'wrong label?',
		outlier: 'unlike the others',
		'cross-label': 'also under another label',
		'near-duplicate': 'copy',
		'too-small': 'too small',
		blurred: 'blurred',
		imbalance: 'uneven',
		'too-few': 'too few',
		'dominant-author': 'one author',
	},
	review: {
		title: '**Review**: answers about these photos teach most.',
		howTo: '-# Choose photos below, or none to mean all of them, then say what they are.',
		nothing:
			'Nothing to review: no photo is in doubt. After the next training there may be new ones; `/retrain` starts one.',
		follows:
			'Nothing to review: this server goes by the host’s labels and photos. Once you change something here, it has its own.',
		done: '✅ That was all there is to review for now. Train to learn from your answers.',
		end: 'These were the last ones. **From the start** shows those you passed over.',
		doubt: (label: string, suggestion: string) => `${label}, or rather **${suggestion}**?`,
		asks: (label: string) => `${label}?`,
		leftOut: 'left out of the training',
		answered: {
			kept: (label: string) => `✅ ${label}`,
			removed: '🗑️ removed',
			gone: 'gone',
		},
		choose: 'Which photos? None chosen means all.',
		relabel: 'They show another label …',
		keep: (count: number, all: boolean) => (all ? `Keep all ${count}` : `Keep ${count}`),
		remove: (count: number, all: boolean) => (all ? `Remove all ${count}` : `Remove ${count}`),
		next: 'Next',
		restart: 'From the start',
		undo: 'Undo',
		kept: (count: number) => `✅ ${photosText(count)} kept.`,
		removed: (count: number) => `🗑️ ${photosText(count)} removed, never to be fetched again.`,
		relabelled: (count: number, label: string) => `🏷️ ${photosText(count)} moved to **${label}**.`,
		undone: (count: number) => `↩️ ${photosText(count)} as before.`,
		answeredAlready: 'Someone was faster: these photos are answered already.',
		log: {
			kept: (user: string, count: number) => `${user} looked at ${photosText(count)} and kept them.`,
			relabelled: (user: string, count: number, label: string) =>
				`${user} moved ${photosText(count)} to **${label}**.`,
		},
	},
	cli: {
		steps: { embed: 'Embedding photos', curve: 'Measuring learning curves' },
		healthy: 'Nothing found: the dataset looks healthy.',
		columns: { issue: 'Issue', count: 'Photos', excluded: 'Left out', worst: 'Worst' },
		labelColumns: { issue: 'Issue', label: 'Label', finding: 'Finding' },
		examples: 'Worst photos',
		examined: (photos: number, labels: number) =>
			`${photosText(photos)} of ${counted(labels, 'label')} examined.`,
		whatToDo: 'What to do',
		suggests: (label: string, suggestion: string) => `${label}, rather ${suggestion}`,
		advice: {
			'label-noise':
				'Look at them, in chat with /dataset review: keep, remove, or choose the right label. The gravest are left out of the training until you do.',
			outlier: 'Look at them, in chat with /dataset review: drawings, statues and food hide among them.',
			'cross-label': 'One picture under two labels: decide which one is right, in chat with /dataset review.',
			'near-duplicate':
				'Nothing: copies stay on one side of every split. They only count as more than they are.',
			'too-small': 'Replace them by larger ones with `hantei crawl`, or remove them.',
			blurred: 'Remove those on which you cannot tell what they show.',
			imbalance: 'Collect more photos of these labels: `hantei crawl LABEL`.',
			'too-few':
				'Collect more photos of these labels: `hantei crawl LABEL`. Until then its figures are luck.',
			'dominant-author': 'Collect photos of others, or the model learns one garden and one camera.',
		},
		uneven: (photos: number, largest: number) => `${photosText(photos)}; the largest label has ${largest}`,
		few: (pictures: number, wanted: number) => `${pictures} distinct pictures of at least ${wanted}`,
		author: (author: string, photos: number, all: number) => `${author} took ${photos} of ${all}`,
		curve: {
			title: 'What to collect next',
			more: (facts: CurveFacts) =>
				`${facts.label}: ${facts.more} more photos would likely raise recall from ${ratio(facts.now)} to about ${ratio(facts.later)} (between ${ratio(facts.low)} and ${ratio(facts.high)})`,
			enough: (label: string, now: number) =>
				`${label}: recall ${ratio(now)}; more photos of this kind would hardly raise it`,
			unclear: (label: string, now: number) =>
				`${label}: recall ${ratio(now)}; too few photos to say what more would bring`,
		},
		score: percent,
	},
};

export interface CurveFacts {
	readonly label: string;
	readonly more: number;
	/** Recall, 0 to 1: now, later, and between what it would lie. */
	readonly now: number;
	readonly later: number;
	readonly low: number;
	readonly high: number;
}

function ratio(value: number): string {
	return value.toFixed(2).replace(/^0/, '');
}

import { byteSize } from '../format.ts';
import { crawl } from './crawl.ts';

const photosText = (count: number) => (count === 1 ? '1 photo' : `${count} photos`);

/** `/labels`, `/crawl` and `/dataset`. Labels, names and titles arrive escaped. */
export const dataset = {
	labels: {
		name: 'labels',
		description: 'What Hantei is to recognise here',
		add: {
			name: 'add',
			description: 'Add a label to collect photos of',
			options: {
				name: { name: 'name', description: 'What people see: crow; several with commas: crow, boar' },
				aliases: { name: 'aliases', description: 'Other names, separated by commas: raven, カラス' },
				search: {
					name: 'search',
					description: 'What to search for before the names, separated by commas: carrion crow',
				},
				exclude: {
					name: 'exclude',
					description: 'Words of photos that are not meant, separated by commas: crow bar, logo',
				},
			},
		},
		list: { name: 'list', description: 'See all labels and how many photos each has' },
		edit: {
			name: 'edit',
			description: 'Change a label’s names, search terms and meaning',
			options: {
				label: { name: 'label', description: 'The label' },
				japanese: { name: 'japanese', description: 'What it is called in Japanese: カラス' },
				english: { name: 'english', description: 'What it is called in English: crow' },
			},
		},
		remove: {
			name: 'remove',
			description: 'Remove a label and its photos',
			options: { label: { name: 'label', description: 'The label' } },
		},
		added: (label: string) => `**${label}** was added.`,
		changed: (label: string) => `**${label}** was changed.`,
		/** Before a menu of living things. */
		whichTaxon:
			'Is it one of these? Then photos are taken from observations of that living thing, checked by naturalists. Otherwise choose “None of these”.',
		noTaxon:
			'iNaturalist knows no living thing by that name, so photos are searched for by words. Set search terms if the name is ambiguous.',
		taxaUnavailable:
			'iNaturalist does not answer, so it is not known which living thing this is. Choose it later with `/labels edit`.',
		chooseTaxon: 'Which living thing is it?',
		noneOfThese: 'None of these',
		noneOfTheseHint: 'Search by words only',
		taxonHint: (rank: string, group: string | undefined, observations: number) =>
			[rank, group, `${observations.toLocaleString('en')} observations`].filter(Boolean).join(' · '),
		taxonChosen: (label: string, taxon: string) => `**${label}** is *${taxon}*.`,
		taxonDropped: (label: string) => `**${label}** is searched for by words.`,
		collect: 'Collect photos',
		chooseLater: (labels: string) => `Which living thing ${labels} may be, choose with \`/labels edit\`.`,
		chooseTaxonOf: (label: string) => `Which living thing is ${label}?`,
		addedAll: (labels: string) => `Added: ${labels}.`,
		local: '-# ⚠️ Names come from the stand-in on this machine, not from iNaturalist.',
		/** What is recognised by the host's model, without being a label here. */
		others: (labels: string, model: string) =>
			`Also recognised here, by the host’s model ${model}: ${labels}`,
		followed:
			'These are the host’s. This server goes by them until you change something here; then it gets a copy of its own.',
		empty: 'There are no labels here yet. Until there are, Hantei recognises what its host taught it.',
		line: (label: string, photos: number) => `**${label}** ${photosText(photos)}`,
		taxon: (name: string) => `*${name}*`,
		aliases: (names: string) => `also ${names}`,
		searchTerms: (terms: string) => `search: ${terms}`,
		exclusions: (words: string) => `without: ${words}`,
		more: (lines: number) => `… and ${lines} more`,
		form: {
			title: 'Label',
			name: 'Name',
			aliases: 'Other names, one a line',
			search: 'Search for these first, one a line',
			exclude: 'Words of photos not meant, one a line',
		},
		confirmRemoval: (label: string, photos: number) =>
			`Remove **${label}** and its ${photosText(photos)} for good?`,
		removeOf: (label: string) => `Remove ${label} …`,
		removeNow: 'Remove',
		keep: 'Keep it',
		kept: 'Nothing was changed.',
		wasRemoved: (label: string, photos: number) => `**${label}** and its ${photosText(photos)} were removed.`,
	},
	crawl: {
		name: 'crawl',
		description: 'Collect openly licensed photos of a label',
		options: {
			label: { name: 'label', description: 'The label, or all' },
			count: { name: 'count', description: 'How many photos it is to have' },
			source: { name: 'source', description: 'Where from; left out: everywhere, best first' },
		},
		sources: crawl.sources,
		allLabels: (labels: number) => `All labels (${labels})`,
		waiting: (ahead: number) =>
			ahead === 0
				? '⏳ Photos are collected as soon as the crawl before is done …'
				: `⏳ Photos are collected after ${ahead} other crawls …`,
		starting: '🔎 Looking for photos …',
		running: (accepted: number, wanted: number) => `🔎 **Collecting photos** ${accepted} of ${wanted}`,
		remaining: (minutes: number) => (minutes <= 1 ? 'about a minute left' : `about ${minutes} minutes left`),
		label: (label: string, accepted: number, wanted: number) => `**${label}** ${accepted} of ${wanted}`,
		short: 'no source has more',
		words: (words: readonly string[]) => `-# searched for ${words.map((word) => `“${word}”`).join(', ')}`,
		foundNothing: (label: string, words: readonly string[]) =>
			`⚠️ **${label}**: nothing found for ${words.map((word) => `“${word}”`).join(', ')}. Try other names and search terms with \`/labels edit\`: the English or scientific name, something wider, the plural.`,
		nothingCame: '⚠️ **Crawl finished**: no photos found',
		source: (source: string, accepted: number) => `${source} ${accepted}`,
		rejected: (count: number, reasons: string) => `${count} not taken (${reasons})`,
		quarantined: (count: number) => `${count} waiting for a decision`,
		failed: (count: number) => `${count} to be tried again another day`,
		bytes: (bytes: number) => `${byteSize(bytes)} fetched`,
		finished: (photos: number) => `✅ **Crawl finished**: ${photosText(photos)} more`,
		cancelled: (photos: number, user: string | undefined) =>
			`⏹️ **Crawl cancelled**${user === undefined ? '' : ` by ${user}`}: ${photosText(photos)} more; they are kept`,
		interrupted: (photos: number) =>
			`⏸️ **Crawl interrupted**: ${photosText(photos)} more so far. Hantei is being stopped and goes on when it is started again.`,
		gaveUp: '⏹️ **Crawl given up**: it was interrupted again and again. What came is kept; `/crawl` goes on.',
		resumed: '-# Hantei was started anew meanwhile.',
		crawlFailed: (photos: number, reference: string) =>
			`❌ **Crawl failed**: ${photosText(photos)} more, which are kept. The host’s log has the details under reference ${reference}.`,
		more: (lines: number) => `… and ${lines} more`,
		cancel: 'Cancel',
		local: '-# ⚠️ The photo source is the local one on this machine: nothing here is from the internet.',
	},
	dataset: {
		name: 'dataset',
		description: 'The photos that Hantei learns from',
		stats: { name: 'stats', description: 'How many photos each label has, from where, under which licences' },
		sample: {
			name: 'sample',
			description: 'Look at some photos, with their authors',
			options: { label: { name: 'label', description: 'The label; left out: of all' } },
		},
		remove: {
			name: 'remove',
			description: 'Remove a photo for good; it is never fetched again',
			options: {
				photo: {
					name: 'photo',
					description: 'Its number in the last sample, its id (#123), or its link',
				},
			},
		},
		review: {
			name: 'review',
			description: 'Answer for the photos that would teach most: keep, remove, relabel',
		},
		total: (photos: number, bytes: number) => `**${photosText(photos)}**, ${byteSize(bytes)}`,
		line: (label: string, photos: number) => `**${label}** ${photosText(photos)}`,
		quarantined: (count: number, reasons: string) => `${count} waiting for a decision (${reasons})`,
		rejected: (count: number, reasons: string) => `${count} not taken (${reasons})`,
		waiting: (count: number) => `${count} still to fetch`,
		duplicates: (count: number) => `${count} copies`,
		imbalance: (factor: string) =>
			`⚠️ The largest label has ${factor} times as many photos as the smallest. A model learns best from similar numbers.`,
		more: (lines: number) => `… and ${lines} more`,
		noPhotos: 'There are no photos here yet.',
		sampleTitle: (label: string | undefined) =>
			label === undefined ? '**Sample**' : `**Sample of ${label}**`,
		arrived: '**What came**',
		shown: (shown: number, all: number) => `-# ${shown} of ${all}`,
		/** Of a photo that a member gave: it has no page, and is licensed to nobody else. */
		taughtCredit: (number: number, member: string) => `**${number}** taught by ${member}`,
		untitled: 'untitled',
		unknownAuthor: 'unknown author',
		missingFiles: (count: number) => `-# ⚠️ Of ${photosText(count)} the file is missing or damaged.`,
		cannotAttach: '⚠️ I may not attach files here, so the photos cannot be shown.',
		openverse: '-# Made using Openverse, which does not endorse this.',
		chooseRemoval: 'Remove photos …',
		goneAlready: 'These photos were removed already. Nothing was changed.',
		confirmRemoval: (credits: string, count: number) =>
			`${credits}\nRemove ${count === 1 ? 'this photo' : `these ${count} photos`}? Never fetched again, from any source.`,
		removeNow: 'Remove',
		keep: 'Keep',
		kept: 'Nothing was changed.',
		removed: (count: number) => `${photosText(count)} removed, never to be fetched again.`,
		undo: 'Undo',
		undone: (count: number) => `${photosText(count)} restored.`,
	},
};

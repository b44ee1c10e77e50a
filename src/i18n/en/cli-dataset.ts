import { byteSize, counted } from '../format.ts';

const photos = (count: number) => counted(count, 'photo');

/** What the commands about labels and photos say. */
export const cliDataset = {
	labels: {
		about: 'work with labels: what is to be recognised',
		add: 'add a label',
		list: 'list labels',
		edit: 'change a label',
		remove: 'remove a label with all that was found for it',
		name: 'name of the label, in any script',
		names: 'name of the label, in any script; several with commas between them',
		newName: 'new name',
		alias: 'another name; may be given several times',
		japanese: 'what it is called in Japanese: カラス (empty: no longer)',
		english: 'what it is called in English: crow (empty: no longer)',
		search: 'what to ask photo sources for before the names; may be given several times',
		exclude: 'words whose photos are not meant (“crow bar”); may be given several times',
		taxon: 'what it stands for at iNaturalist: a taxon’s number, or none',
		yes: 'do not ask',
		added: (name: string) => `Added “${name}”.`,
		edited: (name: string) => `Changed “${name}”.`,
		removed: (name: string) => `Removed “${name}” and all that was found for it.`,
		removalNeedsYes: (name: string, count: number) =>
			`“${name}” has ${photos(count)}. To remove it with them: hantei labels remove ${name} --yes`,
		taxonIs: (name: string, id: number) => `At iNaturalist it is ${name} (taxon ${id}).`,
		calledNow: (language: string, name: string) =>
			`In ${language === 'ja' ? 'Japanese' : 'English'} it is called ${name}.`,
		taxonChoice: (name: string) =>
			`Which of these is meant? hantei labels edit ${name} --taxon NUMBER (or leave it: other sources go by the name)`,
		taxonUnknown: 'iNaturalist could not be asked now; other sources go by the name.',
		others: (labels: readonly string[], model: string) =>
			`Also recognised, by ${model}: ${labels.join(', ')}`,
		none: 'There are no labels yet. Add one: hantei labels add crow',
		columns: {
			name: 'label',
			photos: 'photos',
			called: 'called',
			aliases: 'aliases',
			search: 'searched as',
			taxon: 'taxon',
		},
	},
	crawl: {
		about: 'collect openly licensed photos for labels, until each has enough',
		labels: 'labels (all, when none is named)',
		count: 'photos that each label is to have, those it has included',
		dryRun: 'search, but fetch and keep nothing',
		source:
			'ask only this source (folder, inaturalist, commons, openverse, flickr); may be given several times',
		local: (origin: string) =>
			`Photos come from the stand-in on this machine (${origin}), not from the internet.`,
		running: (name: string, accepted: number, wanted: number, sources: string, rest: string) =>
			`${name} ${accepted}/${wanted}${sources ? ` · ${sources}` : ''}${rest ? ` · ${rest}` : ''}`,
		perSourceShort: (source: string, accepted: number, bytes: number) =>
			`${source} ${accepted} (${byteSize(bytes)})`,
		rejected: (count: number) => `${count} not taken`,
		left: (seconds: number) => `about ${duration(seconds)} left`,
		complete: (name: string, accepted: number) => `“${name}” has ${photos(accepted)}.`,
		short: (name: string, accepted: number, wanted: number) =>
			`“${name}” has ${photos(accepted)} of ${wanted}: no source has more for now.`,
		nothing: (name: string) =>
			`⚠️ Nothing was found for “${name}”. Try other words, the English or scientific name or something wider: hantei labels edit ${name} --search WORDS`,
		words: (words: readonly string[]) => `  searched for: ${words.join(', ')}`,
		reasons: (reasons: string) => `  not taken: ${reasons}`,
		perSource: (source: string, found: number, accepted: number, quarantined: number, bytes: number) =>
			`  ${source}: ${found} found, ${accepted} taken${quarantined > 0 ? `, ${quarantined} set aside` : ''}, ${byteSize(bytes)}`,
		cancelled: 'Cancelled. What came so far is kept; the same command goes on from there.',
		preview: (name: string, accepted: number, waiting: number, next: number) =>
			`“${name}”: ${photos(accepted)} there, ${waiting} waiting, ${next} more would be looked at:`,
		previewRejected: (reasons: string) => `  would not be taken: ${reasons}`,
	},
	dataset: {
		about: 'work with the photos collected',
		stats: 'count the photos of each label',
		remove: 'remove photos, for good: they never come again',
		references: 'photos, by #id, source:id, address, page or the beginning of their SHA-256',
		author: 'all photos of an author, as source:name',
		reason: 'why, for the record',
		export: 'write the dataset with its credits to a new folder or zip',
		import: 'take in a folder or zip with one folder for each label',
		target: 'a new folder, or a name that ends in .zip',
		from: 'a folder or zip: crow/1.jpg …, if you like with metadata.csv',
		licences: 'only photos of these licences, separated by commas',
		attribution: 'credit every photo: Markdown, or --csv or --json',
		doctor:
			'tell what may be wrong with the photos and what to do: doubtful labels, outliers, copies, too few',
		curve:
			'measure, too, what more photos of each label would bring, and draw it if a picture is named; takes some minutes',
		csv: 'as CSV',
		json: 'as JSON',
		columns: {
			label: 'label',
			photos: 'photos',
			quarantined: 'set aside',
			waiting: 'waiting',
			rejected: 'not taken',
			removed: 'removed',
			duplicates: 'copies',
			bytes: 'size',
			total: 'in all',
		},
		reasons: (reasons: string) => `Not taken: ${reasons}`,
		quarantines: (reasons: string) => `Set aside: ${reasons}`,
		licencesAre: (licences: string) => `Licences: ${licences}`,
		bytes: byteSize,
		removed: (count: number, decision: number) =>
			`Removed ${photos(count)} (decision ${decision}). They will not be fetched again.`,
		notFound: (reference: string) => `There is no photo ${reference}.`,
		nothingToRemove: 'Name at least one photo, or an author: hantei dataset remove commons:1234',
		exported: (count: number, target: string) => `${photos(count)} with their credits written to ${target}.`,
		exportMissing: (count: number) => `${photos(count)} left out, since their files are missing.`,
		exportLeftOut: (count: number) => `${photos(count)} of other licences left out.`,
		shareAlike: 'Some are ShareAlike: what is made of them may be shared under the same licence only.',
		imported: (count: number) => `${photos(count)} taken in.`,
		newLabels: (names: readonly string[]) => `New labels: ${names.join(', ')}`,
		steps: { export: 'writing photos', import: 'taking photos in' },
	},
};

function duration(seconds: number): string {
	if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
	return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

import type { ErrorMessages } from './errors.ts';

/** Refusals that a reader in chat has other ways to answer than one of the command line. */
export const errorsInChat: Partial<ErrorMessages> = {
	'too-few-labels': ({ labels }) =>
		`Telling things apart takes at least two labels, but there ${labels === 1 ? 'is one' : 'is none'}. Name what is missing: \`/learn\`.`,
	'no-model': () => 'There is no model here yet. Train one: `/learn`.',
	'fine-tuning-unsupported': ({ backbone }) =>
		`The backbone ${backbone} cannot be fine-tuned; the one that ships with Hantei can. Ask those who run this Hantei to choose that one.`,
	'model-not-found': ({ version, known }) =>
		`There is no model ${version}. ${known.length > 0 ? `There are: ${known.join(', ')}.` : 'Train one: `/learn`.'}`,
	'model-backbone-missing': ({ version, backbone }) =>
		`Model ${version} was made on the backbone ${backbone}, which is not installed here. Make a new model with \`/retrain\`, or ask those who run this Hantei to install that one again.`,
	'network-range-needed': ({ path }) =>
		`${path} does not say in which range it wants pixels, and with the wrong one its answers are worthless. Say it in \`range\` if you know, or collect photos of its labels (\`/crawl\`): they tell.`,
	'network-useless': ({ path }) =>
		`The network in ${path} runs, but its answers are of no use: they are no numbers, or the same for every picture. Choose another.`,
	'crawler-contact-needed': () =>
		'No photos can be collected here yet: photo services ask everyone who collects for an address, and this Hantei has none. Those who run it have to say in its settings how photo services reach them (an e-mail address or a web page), and start it again.',
	'source-not-available': ({ source, available }) =>
		`Photos from ${source} cannot be had here. There ${available.length === 1 ? 'is' : 'are'}: ${available.join(', ')}.`,
	'storage-full': () =>
		'The disk is full, so this could not be saved. What was there before is kept. Whoever runs this Hantei has to make room; then try again.',
	'storage-unreachable': () =>
		'Photos and models cannot be reached just now. What is loaded goes on judging; try again in a minute.',
	'storage-empty': () =>
		'The photos and models of this Hantei lie elsewhere than its settings say. Those who run it have to put that right.',
	'storage-elsewhere': () =>
		'The photos and models of this Hantei lie elsewhere than its settings say. Those who run it have to put that right.',
	'package-missing': ({ setting }) =>
		`${setting} needs packages that are not installed. Those who run this Hantei have to add them.`,
	'training-running': ({ process }) =>
		process === undefined
			? 'A training is under way here already. Wait until it is done, or cancel it: below its progress or, if it was planned, with `/schedule show`.'
			: `Another process (${process}) is training this already. Wait until it is done.`,
	'training-out-of-memory': ({ limitMb }) =>
		`Training needed more than the ${limitMb} MB of memory that it may take, and ended. The model that served still does. Those who run this Hantei can let it have more; then train again.`,
	'export-unsupported': ({ version, format, what }) =>
		`${version} cannot be written as ${format}, which has nothing for ${what}. ONNX has: choose that format.`,
	'no-labels': () => 'There are no labels here yet. Add one first: `/labels add`.',
	'no-schedule': () => 'Nothing is planned here yet. Plan it first: `/schedule set`.',
	'timezone-unknown': ({ timezone }) =>
		`“${timezone}” is no time zone. Choose one of the suggestions, such as Asia/Tokyo, Europe/Berlin or UTC.`,
};

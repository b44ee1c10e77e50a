import { counted, exactPercent, type Proportion, percent } from '../format.ts';

/** The evaluation report: chat's summary, Markdown, and what stands in its pictures. */
export const report = {
	title: (model: string) => `Evaluation of ${model}`,
	summary: {
		accuracy: (photos: number, { value, low, high }: Proportion) =>
			`Accuracy **${exactPercent(value)}** of ${counted(photos, 'photo')} (95 % interval ${exactPercent(low)} to ${exactPercent(high)})`,
		macroF1: (value: string) => `Macro-F1 ${value}`,
		calibrationError: (value: string) => `calibration error ${value}`,
		unknownAuroc: (value: string) => `unknown AUROC ${value}`,
		/** What a person asks first. @param pairs each two labels, and how many photos of either were taken for the other */
		mixesUp: (version: string, pairs: readonly { first: string; second: string; photos: number }[]) =>
			pairs.length === 0
				? `**${version}** mixed up none of its photos`
				: `**${version}** mixes up ${pairs.map(({ first, second, photos }) => `**${first}** and **${second}**: ${photos === 1 ? '1 photo' : `${photos} photos`}`).join(' · ')}`,
		label: 'label',
		photos: 'photos',
		recall: 'recall',
		precision: 'precision',
		others: (labels: number) => (labels === 1 ? '… and 1 more label' : `… and ${labels} more labels`),
	},
	sources: {
		'out-of-fold': 'Each photo was judged by a model that had not seen it or its group (cross-validation).',
		'held-out':
			'Each photo was judged by a model that had not seen it or its group: most by cross-validation, the holdout by the model itself.',
		given: 'Photos of a folder.',
	},
	holdout: (photos: number, { value, low, high }: Proportion) =>
		`On the ${counted(photos, 'photo')} of the holdout, which no model is ever trained on: ${exactPercent(value)} (95 % interval ${exactPercent(low)} to ${exactPercent(high)}).`,
	howToRead: 'How to read each figure: docs/report.md of Hantei.',
	figures: {
		heading: 'Figures',
		name: 'figure',
		value: 'value',
		accuracy: 'accuracy',
		macroF1: 'macro-F1',
		logLoss: 'log loss (nats)',
		brier: 'Brier score',
		calibrationError: 'calibration error (ECE)',
		unknownAuroc: 'unknown AUROC',
		mixtureError: 'calibration error, half strangers',
		strangersAmongSure: 'strangers among answers of 90 % or more',
	},
	labels: {
		heading: 'By label',
		label: 'label',
		photos: 'photos',
		precision: 'precision',
		recall: 'recall',
		f1: 'F1',
		suspects: 'suspect photos',
		suspectNote:
			'A suspect photo was judged another label with at least 80 % confidence: its label may be wrong, or the model is. Look at it.',
	},
	confusion: {
		heading: 'What was taken for what',
		title: 'What was taken for what',
		subtitle: 'Row: the label. Column: the judgement. Photos and share of the row.',
		manySubtitle: 'Row: the label. Column: the judgement. Number: photos.',
		label: 'label',
		judged: 'judged',
		photos: 'photos',
		right: 'right',
		wrong: 'wrong',
		mostFrequent: 'The most frequent mix-ups:',
		none: 'Nothing was mixed up.',
		description: (labels: number, mixUps: readonly string[]) =>
			`Confusion matrix of ${counted(labels, 'label')}. ${mixUps.length > 0 ? `Most frequent mix-ups: ${mixUps.join('; ')}.` : 'Nothing was mixed up.'}`,
		mixUp: (label: string, judged: string, photos: number, share: number) =>
			`${label} taken for ${judged}, ${photos} (${percent(share, 'en')})`,
	},
	calibration: {
		title: 'Does the confidence keep its word?',
		subtitle: (error: string) => `On the line, “80 %” is right in 80 of 100 cases. Mean gap ${error}`,
		confidence: 'confidence',
		accuracy: 'right in truth',
		bar: 'light blue: 95 % interval of each point',
		description: (error: string) =>
			`Reliability diagram: how often answers were right, by their confidence. Expected calibration error ${error}.`,
	},
	mixture: {
		title: 'And where half are strangers?',
		description: (error: string, strangers: string) =>
			`Reliability diagram of a mixture, one half photos of other things: how often answers were right, by the percentage shown. Expected calibration error ${error}; ${strangers} of the answers of 90 % or more are strangers.`,
	},
	riskCoverage: {
		title: 'Answering less, erring less',
		subtitle: 'Share of wrong answers when only the surest part is answered',
		coverage: 'share of photos answered, the surest first',
		risk: 'wrong answers',
		description: (half: string, all: string) =>
			`Risk-coverage curve: ${half} of the answers are wrong when the surer half is answered, ${all} when all are.`,
	},
	perLabel: {
		title: 'By label',
		subtitle: 'Found: share of its photos. Right: share of the photos judged so.',
		leastFound: (shown: number, labels: number) => `The ${shown} least found of ${labels} labels`,
		recall: 'found (recall)',
		precision: 'right (precision)',
		description: (weakest: string, recall: string) =>
			`Precision and recall of each label. Least found: ${weakest}, ${recall}.`,
	},
	/** In chat, at a glance; a title has room for some thirty letters. */
	overview: {
		mixUps: 'Mixed up most (photos)',
		noMixUps: 'Nothing was mixed up',
		found: 'Found, of each label',
		leastFound: 'Least found labels',
		calibration: 'Right, by confidence',
		confidence: 'confidence',
		risk: 'Wrong, the surest first',
		coverage: 'share answered',
		accuracy: 'Accuracy by epoch',
		loss: 'Loss by epoch',
	},
	learningCurve: {
		title: 'Would more photos help?',
		subtitle: 'Photos found, by how many photos of the label were learned from',
		photos: 'photos of the label learned from',
		accuracy: 'found (recall)',
		description: (labels: number) => `Learning curves of ${counted(labels, 'label')}.`,
	},
	networkSummary: {
		layer: 'layer',
		shape: 'result',
		parameters: 'parameters',
		total: (all: number, trained: number) => `${counted(all, 'parameter')}, ${trained} of them trained`,
	},
	trainingCurve: {
		title: 'How the training went',
		subtitle: 'Learned from: while learning, with dropout. Held out: after it',
		learned: 'learned from',
		heldOut: 'held out',
		accuracy: 'accuracy',
		loss: 'loss',
		epoch: 'epoch',
		description: (epochs: number, accuracy: string) =>
			`Accuracy and loss over ${epochs} epochs; ${accuracy} of the photos held out right in the end.`,
	},
	backbones: {
		title: 'Backbones compared',
		subtitle: (photos: number) =>
			`Accuracy on ${counted(photos, 'photo')}, each judged unseen; lines: 95 % intervals`,
		accuracy: 'accuracy',
		first: 'the reference',
		difference: (value: string, low: string, high: string) => `${value} points (${low} to ${high})`,
		unknown: (auroc: string) => `unknown ${auroc}`,
		milliseconds: (value: string) => `${value} ms`,
		description: (ids: readonly string[]) =>
			`Accuracy of ${ids.join(', ')} with 95 % intervals, differences to the first, and what each costs.`,
	},
	hardest: {
		heading: 'The hardest photos',
		title: 'Wrong, and most sure of it',
		judged: (label: string, confidence: string) => `judged ${label} ${confidence}`,
		labelled: (label: string) => `labelled ${label}`,
		photo: 'photo',
		description: (photos: number) =>
			`The ${counted(photos, 'photo')} that ${photos === 1 ? 'was' : 'were'} judged wrong with the most confidence.`,
	},
	model: {
		heading: 'The model',
		backbone: 'backbone',
		trainingPhotos: 'photos',
		photosOf: (training: { photos: number; holdout: number; excluded: number }) =>
			`${training.photos}, of which ${training.holdout} were held out and ${training.excluded} excluded`,
		folds: 'folds',
		regularisation: 'inverse regularisation C',
		seed: 'seed',
		dataset: 'dataset',
		code: 'Hantei',
	},
	percent: exactPercent,
	/** Rounded, for where there is little room. */
	share: (fraction: number) => percent(fraction, 'en'),
};

import { counted, exactPercent, percent } from '../format.ts';
import { cliBackbone } from './cli-backbone.ts';
import { cliDataset } from './cli-dataset.ts';
import { cliInstallation } from './cli-installation.ts';
import { cliLearn } from './cli-learn.ts';
import { cliModels } from './cli-models.ts';
import { cliNetwork } from './cli-network.ts';
import { cliRetrain } from './cli-retrain.ts';
import { cliSchedule } from './cli-schedule.ts';

interface Interval {
	readonly value: number;
	readonly low: number;
	readonly high: number;
}

interface Device {
	readonly providers: readonly string[];
	readonly absent: readonly string[];
}

/** What the command line says. */
export const cli = {
	about: 'Hantei judges photos and trains itself on the labels you give it.',
	exitCodes:
		'Exit codes: 0 all done; 1 something could not be (a photo not judged, a label short of photos); 2 the command could not run; 130 cancelled.',
	version: 'print the version of Hantei',
	help: 'show this help',
	predict: {
		about: 'say what is in photos: label and percent for each file',
		files: 'photos, folders of photos, or - for standard input',
		top: 'show the K most likely labels (default: 1, with --json 3)',
		model: 'judge with this model version (v3, starter/v1) instead of the one that serves',
		network: 'judge with a Keras network from this file (.h5, .keras) instead of a model version',
		labels: "labels of the network's classes, in its order, with commas between them",
		range: 'what the network expects of a pixel: -1..1, 0..1 or 0..255',
		detectRange: 'folder of labelled photos to find that out with: photos/crow/1.jpg …',
		json: 'print one JSON object a line',
		nothing: 'Name at least one photo: hantei predict photo.jpg',
	},
	train: {
		about: 'train a model version on a folder of photos, one subfolder a label',
		from: 'folder of photos: photos/crow/1.jpg …',
		seed: 'decides how photos are dealt into folds; the same photos and seed give the same model',
		promote: 'let it serve: with --network whatever the gate says, else always unless --no-promote',
		noPromote: 'keep the present model serving',
	},
	/** What `--classifier` says in each command. */
	classifier: {
		learns:
			'whose labels and photos are added to, and who gets the new model: default, or the id of a server',
		gets: 'who gets the new version: default, or the id of a server',
		retrains: 'whose photos are learned from, and who gets the new version: default, or the id of a server',
		evaluated: 'whose model is evaluated: default, or the id of a server',
		listed: 'list only the versions of this one: default, or the id of a server (all, unless given)',
		versions: 'whose versions: default, or the id of a server',
		serves: 'whose photos are judged by it: default, or the id of a server',
		labels: 'whose labels: default, or the id of a server',
		crawls: 'whose labels photos are collected for: default, or the id of a server',
		photos: 'whose photos: default, or the id of a server',
		scheduled: 'whose trainings are planned: default, or the id of a server',
	},
	evaluate: {
		about: 'tell how good a model version is: as measured in training, or compared with labelled photos',
		from: 'folder of photos to compare with: photos/crow/1.jpg …',
		strangers:
			'folder of photos of other things: tells whether the percentages come true where half of the photos are none of the labels',
		mixture: (photos: number, calibrationError: number) =>
			`half strangers (${counted(photos, 'photo')} in all): calibration error ${calibrationError.toFixed(3)}`,
		/** @param right, strangers shares of the answers, 0 to 1 */
		sure: (answers: number, right: number, strangers: number) =>
			`of ${counted(answers, 'answer')} of 90 % or more, ${exactPercent(right)} are right and ${exactPercent(strangers)} are of strangers`,
		report: 'write a report with charts into this folder',
		reported: (folder: string, files: readonly string[]) => `${folder}: ${files.join(', ')}`,
	},
	backbone: cliBackbone,
	network: cliNetwork,
	/** What surrounds all of it, and what is said of a command that cannot be read. */
	frame: {
		usage: 'Usage:',
		arguments: 'Arguments:',
		options: 'Options:',
		commands: 'Commands:',
		anyOptions: '[options]',
		anyCommand: '[command]',
		withDefault: (description: string, value: string) => `${description} (default: ${value})`,
		didYouMean: (names: readonly string[]) => `Did you mean ${names.join(' or ')}?`,
		mistakes: {
			unknownCommand: (name: string) => `There is no command “${name}”; hantei --help lists all.`,
			unknownOption: (name: string) => `There is no option “${name}” here; --help lists all.`,
			missingArgument: (name: string) => `<${name}> is missing; --help tells what it is.`,
			missingValue: (option: string) => `${option} takes a value, and there is none.`,
			missingOption: (option: string) => `${option} is needed; --help tells what it is.`,
			conflict: (option: string, other: string) => `${option} and ${other} do not go together: choose one.`,
			tooMany: (expected: number, given: number) =>
				`${given} arguments are too many: ${expected === 0 ? 'none is' : `${expected} at most are`} taken here.`,
		},
	},
	...cliDataset,
	...cliSchedule,
	...cliInstallation,
	...cliModels,
	unknown: (labels: readonly string[]) => `none of ${labels.join(', ')}`,
	/** @param labels of a photo that is none of them, each with a percentage */
	/** Beside what was answered. */
	besides: (answer: string, more: string) => `${answer} (${more})`,
	ifItHadTo: (labels: string) => `if it had to be one: ${labels}`,
	unsure: (label: string) => `not sure, ${label}?`,
	device: {
		absent: ({ absent, providers }: Device) =>
			`${absent.join(', ')} cannot be used here (ONNX Runtime lacks it, or its driver and libraries): networks run on ${providers.join(', ')}.`,
	},
	retrain: cliRetrain,
	learn: cliLearn,
	steps: {
		read: 'reading the network',
		crawl: 'collecting photos',
		embed: 'looking at photos',
		group: 'grouping photos that belong together',
		clean: 'looking for wrong labels',
		fit: 'fitting',
		learn: 'training the network',
		tune: 'fine-tuning the last blocks',
		evaluate: 'measuring',
		decide: 'deciding',
		publish: 'writing the version',
	},
	report: {
		outOfFold: (folds: number) =>
			`${folds}-fold cross-validation: each photo judged by a model that did not see it`,
		accuracy: (photos: number, { value, low, high }: Interval) =>
			`accuracy ${exactPercent(value)} of ${counted(photos, 'photo')} (95 % interval ${exactPercent(low)} to ${exactPercent(high)})`,
		scores: (macroF1: number, logLoss: number, brier: number, calibrationError: number) =>
			`macro-F1 ${macroF1.toFixed(3)} · log loss ${logLoss.toFixed(3)} · Brier ${brier.toFixed(3)} · calibration error ${calibrationError.toFixed(3)}`,
		label: 'label',
		photos: 'photos',
		precision: 'precision',
		recall: 'recall',
		f1: 'F1',
		suspects: 'suspect',
		confusion: 'Confusion matrix (rows: the label given; columns: the label judged)',
		suspectNote: (suspects: number, photos: number) =>
			`${suspects} of ${counted(photos, 'photo')} ${suspects === 1 ? 'is' : 'are'} judged another label with at least 80 % confidence: the label may be wrong, or the model is. Look at ${suspects === 1 ? 'it' : 'them'}; the figures count ${suspects === 1 ? 'it' : 'them'} as ${suspects === 1 ? 'an error' : 'errors'}.`,
		trainedOn: (seen: number, photos: number) =>
			`The model was trained on ${seen === photos ? 'all' : seen} of ${photos === 1 ? 'the 1 photo' : `these ${photos} photos`}: figures over ${photos === 1 ? 'it' : 'them'} flatter.`,
		unseen: 'Only the photos it was not trained on:',
		unknownLabels: (labels: readonly { label: string; photos: number }[]) =>
			`Left out, since the model does not know the label: ${labels.map(({ label, photos }) => `${label} (${photos})`).join(', ')}`,
		refused: (count: number) => `${counted(count, 'file was', 'files were')} left out:`,
		duplicates: (count: number) => `${counted(count, 'exact copy was', 'exact copies were')} left out.`,
		conflicting: (files: readonly string[]) =>
			`Left out, since the same photo lies under several labels: ${files.join(', ')}`,
		written: (model: string, folder: string) => `${model} written to ${folder}`,
		serving: (model: string) => `${model} serves from now on.`,
		notServing: (model: string) => `The present model keeps serving; to change that: hantei promote ${model}`,
	},
	list: {
		model: 'model',
		serves: 'serves',
		accuracy: 'accuracy',
		labels: 'labels',
		damaged: 'damaged',
		otherFormat: 'made by another version of Hantei',
		percent: (fraction: number) => percent(fraction, 'en'),
	},
};

import { byteSize, counted } from '../format.ts';

interface Counts {
	readonly both: number;
	readonly onlyFirst: number;
	readonly onlySecond: number;
	readonly neither: number;
}

/** What the commands about model versions say. */
export const cliModels = {
	models: {
		about: 'list model versions',
		info: 'show what a version knows and how good it is',
		compare: 'compare two versions on the photos that neither has learned from',
		export: 'pack a version with its attribution, or write it as a network for other tools',
		version: 'v3, starter/v1 (what serves, unless given)',
		with: 'the version to compare with (unless given: what serves, or if that is the first one, what served before)',
		target:
			'where to: a folder, or a name that ends in .zip; one that ends in .onnx, .h5 or .keras gets all of it as one network',
		format: 'onnx, h5, keras, tfjs or teachable-machine (what the name ends in, unless given)',
		serves: 'serves now',
		labels: (count: number, names: readonly string[]) => `${counted(count, 'label')}: ${names.join(', ')}`,
		photos: (learned: number, holdout: number, excluded: number) =>
			`learned from ${counted(learned, 'photo')}; ${counted(holdout, 'was', 'were')} kept apart to judge by, ${excluded} left out by cleaning`,
		fineTuned: (from: string, bytes: number | undefined) =>
			`fine-tuned: the last two blocks of ${from} were trained with it; ${bytes === undefined ? 'its own backbone is gone' : `its own backbone takes ${byteSize(bytes)} of disk`}`,
		isFineTuned: (model: string) => `${model} is fine-tuned: it has a backbone of its own`,
		written: (time: string) => `written ${time}`,
		verdict: (sentence: string) => `the gate: ${sentence}`,
		same: (model: string) => `${model} is both of them.`,
		counts: ({ both, onlyFirst, onlySecond, neither }: Counts, first: string, second: string) =>
			`both right: ${both} · only ${first}: ${onlyFirst} · only ${second}: ${onlySecond} · neither: ${neither}`,
		noCommonLabel: (first: string, second: string) =>
			`${first} and ${second} have no label in common, so there is nothing to compare.`,
		noCommonPhoto: (first: string, second: string) =>
			`${first} and ${second} have judged no photo in common that neither had learned from, so they cannot be compared photo by photo.`,
		fewPairs: 'Too few photos to tell label by label.',
		pairs: (photos: number) =>
			`${counted(photos, 'photo')} that both have judged without having learned from ${photos === 1 ? 'it' : 'them'}`,
		exported: (model: string, target: string) => `${model} packed into ${target}`,
	},
	import: {
		about:
			'make a version of a network that was trained elsewhere: Keras, Teachable Machine, ONNX, TensorFlow Lite',
		path: '.h5, .keras, .onnx or .tflite file, folder with model.json, or a zip of one of these',
		labels: 'what its classes are, in its order, with commas between them, or a text file with one a line',
		range:
			'what it expects of a pixel: -1..1, 0..1, 0..255 or imagenet; without it, its file or labelled photos tell',
		from: 'labelled photos to judge it by (photos/crow/1.jpg …) instead of those that were collected',
		licence: 'licence of its weights, as SPDX writes it: MIT, CC-BY-4.0',
		promote: 'let it serve, whatever the gate says',
		made: (model: string, file: string, labels: readonly string[]) =>
			`${model} is ${file}: ${counted(labels.length, 'label')}, ${labels.join(', ')}`,
		notMeasured:
			'There were too few photos of its labels to measure it by: how sure it says it is is what it says itself.',
	},
	promote: {
		about: 'make a model version the one that serves',
		version: 'v3, starter/v1',
		against: (sentence: string) =>
			`The gate would have ${sentence}. You decided otherwise, and the record of changes says so.`,
	},
	rollback: {
		about: 'let the model serve again that served before',
		done: (model: string, before: string) => `${model} serves again instead of ${before}.`,
	},
};

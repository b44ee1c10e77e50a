import { byteSize, counted, exactPercent, points } from '../format.ts';

/** What `hantei backbone …` says. */
export const cliBackbone = {
	about: 'choose the network that turns photos into embeddings',
	list: {
		about: 'list the backbones on this machine, and those that can be downloaded',
		json: 'print as JSON',
		id: 'backbone',
		inUse: 'in use',
		where: 'where',
		places: { bundled: 'bundled', installed: 'installed', download: 'to download' },
		size: 'size',
		milliseconds: 'ms/photo',
		input: 'photo',
		dimension: 'numbers',
		licence: 'licence',
		broken: (id: string, reason: string) => `${id}: ${reason}`,
		byteSize,
	},
	download: {
		about: 'download one of the listed backbones, and make it ready; interrupted, it goes on where it was',
		id: 'its id in hantei backbone list',
		progress: (id: string, bytes: number, total: number) =>
			`${id}: ${byteSize(bytes)} of ${byteSize(total)} (${Math.floor((100 * bytes) / total)} %)`,
		done: (id: string, dimension: number) =>
			`${id} is installed, ${dimension} numbers a photo. Compare it: hantei backbone compare ${id} --from photos/`,
	},
	compare: {
		about:
			'train on each backbone with your own photos, and tell how they do: accuracy, unknown things, speed, size',
		ids: 'backbones to compare with the one in use (default: all on this machine)',
		from: 'folder of photos, one subfolder a label: photos/crow/1.jpg …',
		strangers: 'folder of photos that have none of the labels (default: each label in turn is left out)',
		seed: 'decides how photos are dealt into folds',
		report: 'write the comparison with its picture into this folder',
		backbone: 'backbone',
		accuracy: 'accuracy',
		confidence: '95 %',
		difference: 'difference',
		unknown: 'unknown AUROC',
		milliseconds: 'ms/photo',
		size: 'size',
		percent: exactPercent,
		points,
		interval: (low: string, high: string) => `${low} to ${high}`,
		reported: (folder: string, files: readonly string[]) => `${folder}: ${files.join(', ')}`,
		note: (first: string, photos: number) =>
			`Each of ${counted(photos, 'photo')} was judged by a model that had seen neither it nor its like. Differences are in points to ${first}, photo by photo; one whose interval holds 0 may be chance.`,
	},
	use: {
		about: 'make new models on another backbone, and move the present ones to it',
		id: 'an installed backbone, by its id, or bundled',
		json: 'print what became of each classifier as JSON',
	},
	import: {
		about:
			'make a backbone of a network from elsewhere: ONNX, TensorFlow.js, Teachable Machine, TensorFlow Lite',
		path: 'an .onnx or .tflite file, a folder with model.json, or a Teachable Machine export, each zipped or not',
		licence: 'licence of the network, for the record',
		name: 'what to call the backbone (default: the name of the file or folder)',
		layer:
			'layer whose output, averaged over the picture, is the embedding; several are joined (default: what the classifier at the end works on)',
		range:
			'what the network expects of a pixel: -1..1, 0..1, 0..255 or imagenet (default: imagenet for ONNX, else -1..1)',
		mean: 'instead of --range: mean of the pixels, of 0 to 1, that is taken off',
		deviation: '… and what they are then divided by',
		size: 'width and height of the photo where the file does not say: 224, 320x240',
		layout: 'how pixels lie where the file does not say: nchw (channel by channel) or nhwc',
		steps: { read: 'reading the network …', verify: 'trying it on pictures …' },
		done: (folder: string, id: string, dimension: number) =>
			`${folder}: backbone ${id}, ${dimension} numbers a photo. Use it with: hantei backbone use ${id}`,
	},
};

import { counted } from '../format.ts';

/** What the command line says about networks. */
export const cliNetwork = {
	rangeFound: (range: string, photos: number) =>
		`The network was trained on pixels of ${range}, as far as ${counted(photos, 'labelled photo tells', 'labelled photos tell')}; --range ${range} says so at once.`,
	columns: { range: 'pixels', accuracy: 'accuracy', logLoss: 'log loss' },
	options: {
		network:
			'train a whole network from scratch instead of a head: cifar10-cnn, or a file with what model.to_json() of Keras says',
		size: 'pixels of a side (cifar10-cnn: 32)',
		epochs: 'times that every photo is learned from (default: 25)',
		batch: 'photos a step (default: 32)',
		patience: 'end when so many epochs have brought no smaller loss, and keep the best',
		augment:
			'change photos each time: none, course (turn by up to 20°, mirror), keras (shift by up to a tenth, mirror)',
		optimiser: 'rmsprop, sgd or adamw',
		rate: 'learning rate',
		schedule: 'how the rate changes: constant, cosine, plateau',
		labelSmoothing: 'what is taken from the true label and spread over all: 0 to 0.9',
		balance: 'let rare labels count as much as frequent ones',
		engine: 'what computes: onnx, or tfjs-node where that package is installed',
		out: 'file to write besides the version: .keras, .h5 or .onnx',
	},
	reading: (done: number, total: number) => `reading photos ${done}/${total}`,
	begins: (labels: readonly string[], photos: number, heldOut: number, engine: string) =>
		`${labels.join(', ')}: learning from ${counted(photos, 'photo')}, ${heldOut} held out, by ${engine}`,
	resumed: (epochs: number) =>
		`An earlier run of this training ended after ${epochs === 1 ? 'its first epoch' : `${epochs} epochs`}: it goes on from there.`,
	epoch: (epoch: number, epochs: number) => `epoch ${epoch}/${epochs}`,
	seconds: (seconds: number) => `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`,
	leftOut: (photos: number) =>
		`${counted(photos, 'photo was', 'photos were')} left out: copies, or the same photo under several labels.`,
	kept: (epoch: number, epochs: number) =>
		`Kept: the weights after epoch ${epoch} of ${epochs}, of the least loss.`,
	heldOut: 'The photos held out, which share no picture with those learned from:',
	written: (path: string) => `${path} written. To judge with it: hantei predict --network ${path} photos/`,
	writtenOnnx: (path: string) =>
		`${path} written: from pixels (uint8, N × height × width × 3) to probabilities.`,
};

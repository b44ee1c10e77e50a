import { byteSize } from '../format.ts';

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
	import: 'make a backbone of a TensorFlow.js layers-model',
	folder: 'folder with model.json',
	layer: 'layer whose output, averaged over the picture, is the embedding; several are joined',
	range: 'what the network expects of a pixel: -1..1, 0..1 or 0..255',
	licence: 'licence of the network, for the record',
	name: 'what to call the backbone (default: the name of the folder)',
	imported: (folder: string, id: string, dimension: number) =>
		`${folder}: backbone ${id}, ${dimension} numbers a photo. Use it with HANTEI_BACKBONE=${folder}`,
};

import { z } from 'zod';
import { PIXEL_RANGES } from '../formats/network/pixels.ts';
import { LAYOUTS } from '../formats/onnx/foreign-input.ts';

/** What networks may expect of a pixel: numbers from 0 to 255, 0 to 1, -1 to 1, or as PyTorch's networks do. */
export const RANGES = [...PIXEL_RANGES, 'imagenet'] as const;

export type RangeName = (typeof RANGES)[number];

const side = z.int().min(16).max(1024);

/** What a person says of a network, where its file does not. */
export const networkWishesSchema = z.object({
	/** In the order of its classes. */
	labels: z.array(z.string()).optional(),
	range: z.enum(RANGES).optional(),
	/** Of the photo. */
	size: z.object({ width: side, height: side }).optional(),
	layout: z.enum(LAYOUTS).optional(),
});

export type NetworkWishes = z.infer<typeof networkWishesSchema>;

/** What networks are kept in, as people know it. */
export type ImportedFormat = 'Keras' | 'Teachable Machine' | 'TensorFlow.js' | 'TensorFlow Lite' | 'ONNX';

/** Where a network's own files lie beside what was made of them. */
export const ORIGINALS = 'original';

/** What a process is asked: to read a network, and to leave what it makes of it in a folder. */
export interface ReadNetworkOrder {
	readonly path: string;
	readonly wishes: NetworkWishes;
	readonly folder: string;
}

/** Reading the file, and trying the network on pictures. */
export type NetworkStep = 'read' | 'verify';

/** A network as it was read. */
export interface ReadNetwork {
	readonly format: ImportedFormat;
	readonly classes: number;
	/** In the order of the classes, where the file says so. */
	readonly labels: readonly string[] | undefined;
	/** Of the photo. */
	readonly input: { readonly width: number; readonly height: number };
	/** Where its candidates lie, and the files it was read from. */
	readonly folder: string;
	/** A backbone for each range that it may have been trained on; one, where that is known. */
	readonly candidates: readonly NetworkCandidate[];
}

export interface NetworkCandidate {
	readonly range: RangeName | undefined;
	/** Lengths of the unit vectors of its embedding; what it says of each class comes last. */
	readonly parts: readonly number[];
	readonly onnxPath: string;
}

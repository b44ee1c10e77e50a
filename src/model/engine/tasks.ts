import type { ImageLimits } from '../../image/limits.ts';
import { perceptualHash } from '../../image/perceptual-hash.ts';
import type { Pixels } from '../../image/pixels.ts';
import { readPixels } from '../../image/read.ts';
import { sharpness } from '../../image/sharpness.ts';
import { applyView, detailOf, type ViewName } from '../../image/views.ts';
import type { Trunk } from '../backbone/manifest.ts';

/** A network on disk whose one input is `pixels`, uint8 [N, height, width, 3]. */
export interface NetworkFile {
	readonly onnxPath: string;
	readonly width: number;
	readonly height: number;
	/** Of one that is run in two parts, the first of which others have, too. */
	readonly trunk?: Trunk;
}

/** Each output of a network by its name, without the batch dimension. */
export type Outputs = Readonly<Record<string, Float32Array>>;

/** What can be told of a photo by looking at it, without any network. */
export interface Description {
	/** 64-bit difference hash of the photo as the network saw it. */
	readonly perceptualHash: bigint;
	/** Variance of the Laplacian of the luma of those pixels. */
	readonly sharpness: number;
}

/** What a worker may be asked: each kind with what comes of it. */
export interface TaskResults {
	/** Runs the network on an encoded photo, and those that are asked beside it. */
	readonly photo: readonly [Outputs, ...Outputs[]];
	/** Runs it on views of an encoded photo, decoded once, and describes the photo. */
	readonly views: { readonly outputs: readonly Outputs[]; readonly description: Description };
	/** Only decodes a photo, as the network would see it. */
	readonly decode: Pixels;
	/** Runs the network on pixels of its own size, and those that are asked beside it. */
	readonly pixels: readonly [Outputs, ...Outputs[]];
}

export type TaskKind = keyof TaskResults;

export interface Task<Kind extends TaskKind = TaskKind> {
	readonly kind: Kind;
	/** An encoded photo; for `pixels` R, G, B of each pixel. */
	readonly bytes: Uint8Array;
	readonly views?: readonly ViewName[];
	/** Another with the network's trunk, for `photo` and `pixels`. */
	readonly beside?: NetworkFile;
}

export interface TaskContext {
	/** Size of the network's input. */
	readonly size: { readonly width: number; readonly height: number };
	readonly limits: ImageLimits;
	/** What the network gives, and the one that is asked beside it. */
	readonly run: (pixels: Uint8Array) => Promise<readonly [Outputs, ...Outputs[]]>;
}

/** @throws {UserError} `image-*` */
export function perform<Kind extends TaskKind>(
	task: Task<Kind>,
	context: TaskContext,
): Promise<TaskResults[Kind]> {
	return PERFORM[task.kind](task, context);
}

const PERFORM: {
	readonly [Kind in TaskKind]: (task: Task, context: TaskContext) => Promise<TaskResults[Kind]>;
} = {
	photo: async ({ bytes }, context) => context.run((await decode(bytes, context)).data),
	views: ({ bytes, views = [] }, context) => runViews(bytes, views, context),
	decode: ({ bytes }, context) => decode(bytes, context),
	pixels: ({ bytes }, { run }) => run(bytes),
};

/**
 * Views that show a part of the photo are taken from it at a larger size: enlarging the network's few pixels would show
 * it a blurred part, where the file has more to give. Each size is decoded once.
 */
async function runViews(
	bytes: Uint8Array,
	views: readonly ViewName[],
	context: TaskContext,
): Promise<TaskResults['views']> {
	const decoded = new Map<number, Pixels>();
	const photoAt = async (detail: number) => {
		const pixels = decoded.get(detail) ?? (await decode(bytes, context, detail));
		decoded.set(detail, pixels);
		return pixels;
	};
	const outputs: Outputs[] = [];
	for (const view of views) {
		const pixels = applyView(await photoAt(detailOf(view)), view, context.size);
		const [output] = await context.run(pixels.data);
		outputs.push(output);
	}
	const photo = await photoAt(1);
	return {
		outputs,
		description: { perceptualHash: perceptualHash(photo), sharpness: sharpness(photo) },
	};
}

function decode(bytes: Uint8Array, { size, limits }: TaskContext, detail = 1): Promise<Pixels> {
	const width = Math.round(size.width * detail);
	const height = Math.round(size.height * detail);
	return readPixels(bytes, { kind: 'squash', width, height }, limits);
}

import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../../../errors.ts';
import type { PixelRange, Size } from '../network/pixels.ts';
import { DamagedNetwork, refusingAsync } from '../refusal.ts';
import { scalesItself } from '../tfjs/layers/layers-model.ts';
import { wholeNetwork } from '../whole-network.ts';
import { parseKerasFile } from './keras-file.ts';

/** A classification network from a Keras file. */
export interface ConvertedKerasFile {
	/** One network for each range asked for, else for the range that the file says: from `pixels` to `probabilities`. */
	readonly networks: readonly { readonly range: PixelRange; readonly onnx: Uint8Array<ArrayBuffer> }[];
	readonly input: Size;
	readonly classes: number;
	/** Of a file that was written here. */
	readonly labels: readonly string[] | undefined;
	/** Whether its first layer scales the photo, so that it takes pixels as they are. */
	readonly scalesItself: boolean;
}

/** Larger than networks for photos are: VGG-19 has 0.6 GB. */
const MAX_FILE_BYTES = 1e9;

/**
 * Converts an `.h5` or `.keras` file. Blocks while it works, for as long as the file likes: files of strangers are for
 * `convertGuarded`.
 *
 * @param ranges that the network may have been trained to expect pixels in, where the file does not say
 * @throws {UserError} `conversion-unsupported`, `network-damaged`, `file-not-found`, `file-unreadable`
 */
export async function convertKerasFile(
	path: string,
	ranges: readonly PixelRange[],
): Promise<ConvertedKerasFile> {
	const bytes = await readWhole(path);
	return refusingAsync('Keras', path, async () => {
		const model = await parseKerasFile(bytes);
		const { metadata, input } = model;
		const networks = (metadata ? [metadata.range] : ranges).map((range) => ({
			range,
			...wholeNetwork(model, range),
		}));
		const classes = networks[0]?.classes ?? 0;
		if (metadata && metadata.labels.length !== classes) {
			throw new DamagedNetwork(`it has ${metadata.labels.length} labels for ${classes} classes`);
		}
		return {
			networks: networks.map(({ range, onnx }) => ({ range, onnx })),
			input,
			classes,
			labels: metadata?.labels,
			scalesItself: scalesItself(model.topology),
		};
	});
}

async function readWhole(path: string): Promise<Uint8Array> {
	try {
		const { size } = await stat(path);
		if (size > MAX_FILE_BYTES) {
			const reason = `it is larger than ${MAX_FILE_BYTES / 1e9} GB`;
			throw new UserError('network-damaged', { path, reason });
		}
		return await readFile(path);
	} catch (error) {
		if (error instanceof UserError) throw error;
		const { code = '', message } = error as NodeJS.ErrnoException;
		if (code === 'ENOENT') throw new UserError('file-not-found', { path }, { cause: error });
		throw new UserError('file-unreadable', { path, reason: code || message }, { cause: error });
	}
}

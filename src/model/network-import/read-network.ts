import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyBackbone } from '../backbone/import/verify.ts';
import { refusingAsync, UnsupportedNetwork } from '../formats/refusal.ts';
import { checkedLabels } from './labels.ts';
import { makeBackbone } from './make-backbone.ts';
import { openNetwork } from './open-network.ts';
import {
	type NetworkCandidate,
	type NetworkStep,
	ORIGINALS,
	type ReadNetwork,
	type ReadNetworkOrder,
} from './order.ts';

/**
 * Reads a network of any format and leaves in a folder a backbone for each range of pixels that it may have been trained on,
 * each tried on pictures, and the files that it was read from. Blocks while it works, for as long as the file likes: files
 * of strangers are for `readNetworkGuarded`.
 *
 * @throws {UserError} `conversion-unsupported`, `network-*`, `file-*`
 */
export async function readNetwork(
	{ path, wishes, folder }: ReadNetworkOrder,
	onStep: (step: NetworkStep) => void,
): Promise<ReadNetwork> {
	onStep('read');
	const { format, source, originals } = await refusingAsync('ZIP', path, () => openNetwork(path));
	const ranges = wishes.range === undefined || source.ranges.length === 1 ? source.ranges : [wishes.range];
	const read: NetworkCandidate[] = [];
	let [classes, input] = [0, { width: 0, height: 0 }];
	await refusingAsync(format, path, async () => {
		for (const [index, range] of ranges.entries()) {
			const graph = source.graphFor(range, wishes);
			const { onnx, ...made } = await makeBackbone(graph);
			const { width, height } = graph.options.input;
			[classes, input] = [made.classes, { width, height }];
			const onnxPath = join(folder, `${index}.onnx`);
			await writeFile(onnxPath, onnx);
			read.push({ range, parts: made.parts, onnxPath });
		}
		requireUsualSize(input);
		checkedLabels(source.labels, classes);
	});
	onStep('verify');
	for (const { onnxPath, parts } of read) await verifyBackbone(path, onnxPath, { input, parts });
	await mkdir(join(folder, ORIGINALS));
	for (const [name, bytes] of originals) await writeFile(join(folder, ORIGINALS, name), bytes);
	return { format, classes, labels: source.labels, input, folder, candidates: read };
}

/** Of every network's photo here: smaller ones show nothing, larger ones take too long. */
const [LEAST_SIDE, MOST_SIDE] = [16, 1024];

function requireUsualSize({ width, height }: ReadNetwork['input']): void {
	if (Math.min(width, height) < LEAST_SIDE || Math.max(width, height) > MOST_SIDE)
		throw new UnsupportedNetwork(`a photo of ${width} × ${height} pixels`);
}

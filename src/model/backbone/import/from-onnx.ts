import { SESSION_OPTIONS } from '../../engine/session-options.ts';
import { IMAGENET, PIXELS, type Size } from '../../formats/network/pixels.ts';
import { type CutOptions, cutBackbone, cutValues, lengthOf } from '../../formats/onnx/cut-backbone.ts';
import { findEmbedding, namedEmbedding } from '../../formats/onnx/find-embedding.ts';
import { ForeignGraph } from '../../formats/onnx/foreign-graph.ts';
import { describeInput } from '../../formats/onnx/foreign-input.ts';
import { parseForeignModel } from '../../formats/onnx/foreign-model.ts';
import { DamagedNetwork } from '../../formats/refusal.ts';
import { InferenceSession, Tensor } from '../../onnx-runtime.ts';
import { EMBEDDING } from '../manifest.ts';
import type { ConvertedBackbone, ImportWishes } from './wishes.ts';

/**
 * Cuts a backbone out of an ONNX classifier. Where nobody says otherwise it is taken to expect pixels as networks of the
 * PyTorch world do, and the input of its last fully connected layer is the embedding.
 *
 * @throws {DamagedNetwork | UnsupportedNetwork}
 */
export async function backboneFromOnnx(bytes: Uint8Array, wishes: ImportWishes): Promise<ConvertedBackbone> {
	const graph = new ForeignGraph(parseForeignModel(bytes));
	const input = describeInput(graph.model, wishes);
	const options = { input, normalisation: wishes.normalisation ?? IMAGENET };
	const found =
		wishes.layers.length > 0
			? wishes.layers.map((name) => namedEmbedding(graph, name))
			: [findEmbedding(graph)];
	const shapes = await tryOut(cutValues(graph, options, found), options);
	const parts = found.map((value, index) => ({ ...value, shape: shapes[index] ?? [] }));
	const lengths = parts.map(lengthOf);
	return {
		onnx: cutBackbone(graph, options, parts, EMBEDDING),
		input: { width: input.width, height: input.height },
		parts: lengths,
	};
}

/** Shapes of a network's results for one photo, in their order. */
async function tryOut(onnx: Uint8Array, { input }: CutOptions): Promise<(readonly number[])[]> {
	return runningForeign(async () => {
		const session = await InferenceSession.create(onnx, SESSION_OPTIONS);
		try {
			const results = await session.run({ [PIXELS]: emptyPhoto(input) });
			return session.outputNames.map((name) => results[name]?.dims ?? []);
		} finally {
			await session.release();
		}
	});
}

function emptyPhoto({ width, height }: Size): Tensor {
	return new Tensor('uint8', new Uint8Array(width * height * 3), [1, height, width, 3]);
}

/** Longest excerpt of what ONNX Runtime says that is told to people. */
const REASON_LENGTH = 200;

/** Runs a network that may be anything: what ONNX Runtime says against it counts against the file. */
export async function runningForeign<Result>(run: () => Promise<Result>): Promise<Result> {
	try {
		return await run();
	} catch (error) {
		const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
		throw new DamagedNetwork(`ONNX Runtime: ${reason.slice(0, REASON_LENGTH)}`, { cause: error });
	}
}

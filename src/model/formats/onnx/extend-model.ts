import { DamagedNetwork } from '../refusal.ts';
import { encodeInitializer, encodeNode, encodeValueInfo, type OnnxModel } from './model.ts';
import { Message } from './protobuf.ts';
import { readFields } from './wire.ts';

/** Of ONNX's GraphProto and ModelProto. */
const OUTPUT = 12;
const GRAPH = 7;

/**
 * A model of ours that goes on: further nodes work on what it gives, and only their results are handed out. Names of the
 * file that is extended must not be used again.
 *
 * @throws {DamagedNetwork} when it is no ONNX file
 */
export function extendModel(
	bytes: Uint8Array,
	{ nodes, initializers, outputs, metadata = {} }: Omit<OnnxModel, 'inputs'>,
): Uint8Array<ArrayBuffer> {
	const fields = readFields(bytes);
	const before = fields.find(({ number }) => number === GRAPH);
	if (!before) throw new DamagedNetwork('it is no ONNX file');
	const graph = new Message();
	for (const { number, encoded } of readFields(before.bytes)) if (number !== OUTPUT) graph.encoded(encoded);
	for (const node of nodes) graph.message(1, encodeNode(node));
	for (const initializer of initializers) graph.message(5, encodeInitializer(initializer));
	for (const output of outputs) graph.message(OUTPUT, encodeValueInfo(output));
	const file = new Message();
	for (const { number, encoded } of fields) if (number !== GRAPH) file.encoded(encoded);
	file.message(GRAPH, graph);
	for (const [key, value] of Object.entries(metadata))
		file.message(14, new Message().string(1, key).string(2, value));
	return file.finish();
}

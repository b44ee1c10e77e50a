import { elementCount } from '../formats/network/network.ts';
import { type InferenceSession, Tensor } from '../onnx-runtime.ts';
import {
	gradientOf,
	LOG_PROBABILITIES,
	LOSS,
	movedOf,
	type NetworkGraph,
	onnxShapeOf,
	PHOTOS,
	TARGETS,
	WEIGHTS,
} from './graph.ts';
import type { Examples, ParameterValues, Pass } from './training-engine.ts';

/** Opens a graph. */
export type OpenSession = (onnx: Uint8Array) => Promise<InferenceSession>;

/** A graph of mode `train` in ONNX Runtime. Each pass blocks the calling thread. */
export class TrainingSession {
	readonly #graph: NetworkGraph;
	readonly #session: InferenceSession;
	/** Where ONNX Runtime writes, step after step. */
	readonly #gradients: ReadonlyMap<string, Tensor>;
	readonly #moved: ReadonlyMap<string, Tensor>;

	static async open(graph: NetworkGraph, open: OpenSession): Promise<TrainingSession> {
		return new TrainingSession(graph, await open(graph.onnx));
	}

	private constructor(graph: NetworkGraph, session: InferenceSession) {
		this.#graph = graph;
		this.#session = session;
		const { parameters, moved } = graph;
		const room = (names: readonly string[]) =>
			new Map(
				parameters
					.filter(({ name }) => names.includes(name))
					.map(({ name, shape }) => [
						name,
						new Tensor('float32', new Float32Array(elementCount(shape)), shape),
					]),
			);
		this.#gradients = room(parameters.filter(({ isTrained }) => isTrained).map(({ name }) => name));
		this.#moved = room(moved);
	}

	async differentiate(values: ParameterValues, { photos, targets, weights, masks }: Examples): Promise<Pass> {
		const count = weights.length;
		const feeds: Record<string, Tensor> = {
			[PHOTOS]: photosTensor(this.#graph, photos),
			[TARGETS]: new Tensor('float32', targets, [count, targets.length / count]),
			[WEIGHTS]: new Tensor('float32', weights, [count, 1]),
			...parameterTensors(this.#graph, values),
		};
		for (const [index, mask] of this.#graph.masks.entries()) {
			feeds[mask.name] = new Tensor('float32', masks[index] as Float32Array, [count, ...onnxShapeOf(mask)]);
		}
		const fetches: Record<string, Tensor | null> = { [LOSS]: null, [LOG_PROBABILITIES]: null };
		for (const [name, tensor] of this.#gradients) fetches[gradientOf(name)] = tensor;
		for (const [name, tensor] of this.#moved) fetches[movedOf(name)] = tensor;
		const results = await this.#session.run(feeds, fetches);
		return {
			loss: (results[LOSS] as Tensor).data[0] as number,
			logProbabilities: results[LOG_PROBABILITIES]?.data as Float32Array,
			gradients: dataOf(this.#gradients),
			moved: dataOf(this.#moved),
		};
	}

	close(): Promise<void> {
		return this.#session.release();
	}
}

export function photosTensor({ input }: NetworkGraph, photos: Float32Array): Tensor {
	const { width, height, channels } = input;
	const count = photos.length / (channels * height * width);
	return new Tensor('float32', photos, [count, channels, height, width]);
}

/** The memory itself: what the optimiser writes, the next step reads. */
export function parameterTensors(
	{ parameters }: NetworkGraph,
	values: ParameterValues,
): Record<string, Tensor> {
	return Object.fromEntries(
		parameters.map(({ name, shape }) => [
			name,
			new Tensor('float32', values.get(name) as Float32Array<ArrayBuffer>, shape),
		]),
	);
}

function dataOf(tensors: ReadonlyMap<string, Tensor>): ParameterValues {
	return new Map([...tensors].map(([name, { data }]) => [name, data as Float32Array<ArrayBuffer>]));
}

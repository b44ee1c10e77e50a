import type { ExecutionProvider } from '../engine/providers/device.ts';
import { elementCount } from '../formats/network/network.ts';
import { InferenceSession, Tensor } from '../onnx-runtime.ts';
import {
	buildGraph,
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
import type {
	Examples,
	OpenTrainingEngine,
	ParameterValues,
	Pass,
	TrainingEngine,
} from './training-engine.ts';

export interface OnnxEngineOptions {
	/** What it runs on; the processor, when absent. */
	readonly providers?: readonly ExecutionProvider[];
	/** ONNX Runtime's for one operation; the machine's cores when absent. */
	readonly threads?: number;
}

/** Trains by ONNX Runtime, which knows nothing of training: the gradients are a part of the graph. */
export function onnxEngine({ providers = ['cpu'], threads }: OnnxEngineOptions = {}): OpenTrainingEngine {
	const open = (onnx: Uint8Array) =>
		InferenceSession.create(onnx, {
			executionProviders: [...providers],
			...(threads !== undefined && { intraOpNumThreads: threads }),
			graphOptimizationLevel: 'all',
			logSeverityLevel: 3,
		});
	const description = `ONNX Runtime (${providers.join(', ')})`;
	return async (graph, topology) =>
		new OnnxEngine(
			description,
			graph,
			await open(graph.onnx),
			await open(buildGraph(topology, 'predict').onnx),
		);
}

/** Each step blocks the calling thread. */
class OnnxEngine implements TrainingEngine {
	readonly description: string;
	readonly #graph: NetworkGraph;
	readonly #training: InferenceSession;
	readonly #inference: InferenceSession;
	/** Where ONNX Runtime writes, step after step. */
	readonly #gradients: ReadonlyMap<string, Tensor>;
	readonly #moved: ReadonlyMap<string, Tensor>;

	constructor(
		description: string,
		graph: NetworkGraph,
		training: InferenceSession,
		inference: InferenceSession,
	) {
		this.description = description;
		this.#graph = graph;
		this.#training = training;
		this.#inference = inference;
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
			[PHOTOS]: this.#photos(photos),
			[TARGETS]: new Tensor('float32', targets, [count, targets.length / count]),
			[WEIGHTS]: new Tensor('float32', weights, [count, 1]),
			...this.#parameters(values),
		};
		for (const [index, mask] of this.#graph.masks.entries()) {
			feeds[mask.name] = new Tensor('float32', masks[index] as Float32Array, [count, ...onnxShapeOf(mask)]);
		}
		const fetches: Record<string, Tensor | null> = { [LOSS]: null, [LOG_PROBABILITIES]: null };
		for (const [name, tensor] of this.#gradients) fetches[gradientOf(name)] = tensor;
		for (const [name, tensor] of this.#moved) fetches[movedOf(name)] = tensor;
		const results = await this.#training.run(feeds, fetches);
		return {
			loss: (results[LOSS] as Tensor).data[0] as number,
			logProbabilities: results[LOG_PROBABILITIES]?.data as Float32Array,
			gradients: dataOf(this.#gradients),
			moved: dataOf(this.#moved),
		};
	}

	async predict(values: ParameterValues, photos: Float32Array): Promise<Float32Array> {
		const feeds = { [PHOTOS]: this.#photos(photos), ...this.#parameters(values) };
		const results = await this.#inference.run(feeds);
		return results[LOG_PROBABILITIES]?.data as Float32Array;
	}

	async close(): Promise<void> {
		await this.#training.release();
		await this.#inference.release();
	}

	#photos(photos: Float32Array): Tensor {
		const { width, height, channels } = this.#graph.input;
		const count = photos.length / (channels * height * width);
		return new Tensor('float32', photos, [count, channels, height, width]);
	}

	/** The memory itself: what the optimiser writes, the next step reads. */
	#parameters(values: ParameterValues): Record<string, Tensor> {
		return Object.fromEntries(
			this.#graph.parameters.map(({ name, shape }) => [
				name,
				new Tensor('float32', values.get(name) as Float32Array<ArrayBuffer>, shape),
			]),
		);
	}
}

function dataOf(tensors: ReadonlyMap<string, Tensor>): ParameterValues {
	return new Map([...tensors].map(([name, { data }]) => [name, data as Float32Array<ArrayBuffer>]));
}

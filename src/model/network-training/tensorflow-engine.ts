import type * as TensorFlow from '@tensorflow/tfjs';
import { z } from 'zod';
import type { KerasConfiguration } from '../formats/keras/configuration.ts';
import { DamagedNetwork } from '../formats/refusal.ts';
import type { NetworkGraph } from './graph.ts';
import type {
	Examples,
	OpenTrainingEngine,
	ParameterValues,
	Pass,
	TrainingEngine,
} from './training-engine.ts';

type Tensor4D = TensorFlow.Tensor4D;
type LayersModel = TensorFlow.LayersModel;

/**
 * Trains by TensorFlow.js's layers, on whatever backend the module that is given runs. Loss, dropout's masks and optimiser are
 * those of every engine, so that a network comes out as on ONNX Runtime but for rounding.
 */
export function tensorFlowEngine(
	{ tf, device }: { readonly tf: typeof TensorFlow; readonly device: string },
	configuration: KerasConfiguration,
): OpenTrainingEngine {
	return async (graph) => {
		const { class_name, config } = withLogits(configuration, graph.layers.at(-1)?.name);
		const model = await tf.models.modelFromJSON({ modelTopology: { class_name, config } });
		return new TensorFlowEngine(tf, device, graph, model);
	};
}

class TensorFlowEngine implements TrainingEngine {
	readonly description: string;
	readonly block = null;
	readonly #tf: typeof TensorFlow;
	readonly #graph: NetworkGraph;
	readonly #model: LayersModel;
	/** Where a parameter's numbers lie while TensorFlow.js has them. */
	readonly #variables: ReadonlyMap<string, TensorFlow.Variable>;
	readonly #trained: readonly string[];
	#masks: readonly TensorFlow.Tensor[] = [];

	constructor(tf: typeof TensorFlow, device: string, graph: NetworkGraph, model: LayersModel) {
		this.description = device;
		this.#tf = tf;
		this.#graph = graph;
		this.#model = model;
		this.#variables = new Map(
			graph.layers.flatMap(({ name, parameters }) => {
				const { weights } = model.getLayer(name);
				// Both have them in Keras's order. A layer's variable is what `read` gives.
				return parameters.map((parameter, index): [string, TensorFlow.Variable] => [
					parameter.name,
					weights[index]?.read() as TensorFlow.Variable,
				]);
			}),
		);
		this.#trained = graph.parameters.filter(({ isTrained }) => isTrained).map(({ name }) => name);
		for (const [index, { layer }] of graph.masks.entries()) {
			// What dropout drops is drawn elsewhere.
			model.getLayer(layer).call = (inputs, { training }) => {
				const [input] = [inputs].flat() as [TensorFlow.Tensor];
				return training ? tf.mul(input, this.#masks[index] as TensorFlow.Tensor) : tf.clone(input);
			};
		}
	}

	async differentiate(values: ParameterValues, { photos, targets, weights, masks }: Examples): Promise<Pass> {
		const tf = this.#tf;
		const count = weights.length;
		this.#assign(values);
		const results = tf.tidy(() => {
			const input = this.#photos(photos);
			const wanted = tf.tensor2d(targets, [count, targets.length / count]);
			const counting = tf.tensor2d(weights, [count, 1]);
			this.#masks = masks.map((mask, index) => this.#mask(mask, index, count));
			let logProbabilities: TensorFlow.Tensor | undefined;
			const { value, grads } = tf.variableGrads(
				() => {
					const logs = tf.logSoftmax(this.#model.apply(input, { training: true }) as TensorFlow.Tensor);
					logProbabilities = tf.keep(logs);
					return tf.neg(tf.sum(tf.mul(tf.mul(wanted, logs), counting))) as TensorFlow.Scalar;
				},
				this.#trained.map((name) => this.#variable(name)),
			);
			return { value, grads, logs: logProbabilities as TensorFlow.Tensor };
		});
		try {
			const read = async (tensor: TensorFlow.Tensor | undefined) =>
				(await tensor?.data()) as Float32Array<ArrayBuffer>;
			const gradients = new Map<string, Float32Array<ArrayBuffer>>();
			for (const name of this.#trained) {
				gradients.set(name, await read(results.grads[this.#variable(name).name]));
			}
			const moved = new Map<string, Float32Array<ArrayBuffer>>();
			for (const name of this.#graph.moved) moved.set(name, await read(this.#variable(name)));
			const [loss = Number.NaN] = await results.value.data();
			return { loss, logProbabilities: await read(results.logs), gradients, moved };
		} finally {
			tf.dispose(results);
		}
	}

	async predict(values: ParameterValues, photos: Float32Array): Promise<Float32Array> {
		const tf = this.#tf;
		this.#assign(values);
		const logs = tf.tidy(() => tf.logSoftmax(this.#model.apply(this.#photos(photos)) as TensorFlow.Tensor));
		try {
			return (await logs.data()) as Float32Array;
		} finally {
			logs.dispose();
		}
	}

	async close(): Promise<void> {
		this.#model.dispose();
	}

	#assign(values: ParameterValues): void {
		const tf = this.#tf;
		tf.tidy(() => {
			for (const { name, shape } of this.#graph.parameters) {
				// A copy, since backends may keep the memory they are given.
				this.#variable(name).assign(tf.tensor((values.get(name) as Float32Array).slice(), [...shape]));
			}
		});
	}

	#variable(name: string): TensorFlow.Variable {
		return this.#variables.get(name) as TensorFlow.Variable;
	}

	/** Channels last, as TensorFlow.js wants them. */
	#photos(photos: Float32Array): Tensor4D {
		const { width, height, channels } = this.#graph.input;
		const count = photos.length / (channels * height * width);
		return this.#tf.transpose(this.#tf.tensor4d(photos, [count, channels, height, width]), [0, 2, 3, 1]);
	}

	#mask(data: Float32Array, index: number, count: number): TensorFlow.Tensor {
		const tf = this.#tf;
		const [height = 0, width = 0, channels] = this.#graph.masks[index]?.shape ?? [];
		if (channels === undefined) return tf.tensor2d(data, [count, height]);
		return tf.transpose(tf.tensor4d(data, [count, channels, height, width]), [0, 2, 3, 1]);
	}
}

const ModelConfig = z.looseObject({
	layers: z.array(z.looseObject({ class_name: z.string(), config: z.looseObject({ name: z.string() }) })),
});

/** The network up to what its last softmax is made of: that is part of the loss, where its rounding does no harm. */
function withLogits(
	{ class_name, config }: KerasConfiguration,
	last: string | undefined,
): { readonly class_name: string; readonly config: TensorFlow.serialization.ConfigDict } {
	const parsed = ModelConfig.safeParse(Array.isArray(config) ? { layers: config } : config);
	if (!parsed.success) throw new DamagedNetwork(`malformed configuration: ${z.prettifyError(parsed.error)}`);
	const layers = parsed.data.layers.map((layer) => {
		if (layer.config.name !== last) return layer;
		const linear = { ...layer.config, activation: 'linear' };
		return {
			...layer,
			class_name: layer.class_name === 'Softmax' ? 'Activation' : layer.class_name,
			config: linear,
		};
	});
	return { class_name, config: { ...parsed.data, layers } as TensorFlow.serialization.ConfigDict };
}

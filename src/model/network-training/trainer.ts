import type { ExecutionProvider } from '../engine/providers/device.ts';
import { elementCount } from '../formats/network/network.ts';
import type { Constant } from '../formats/tensorflow/constant.ts';
import type { InputMaps } from '../formats/tfjs/layers/input.ts';
import type { Topology } from '../formats/tfjs/layers/topology.ts';
import { InferenceSession, Tensor } from '../onnx-runtime.ts';
import { indexOfLargest } from '../statistics/index-of-largest.ts';
import {
	buildGraph,
	gradientOf,
	type LayerSummary,
	LOG_PROBABILITIES,
	LOSS,
	type Mask,
	movedOf,
	type NetworkGraph,
	PHOTOS,
	TARGETS,
	WEIGHTS,
} from './graph.ts';
import { initialValue } from './initialisation.ts';
import { drawMask } from './masks.ts';
import { applyUpdate, type OptimiserSettings, SLOTS } from './optimiser.ts';
import type { Parameter } from './parameters.ts';

export interface TrainerOptions {
	readonly topology: Topology;
	readonly optimiser: OptimiserSettings;
	/** The same seed, photos and threads give the same numbers. */
	readonly seed: number;
	/** What it runs on; the processor, when absent. */
	readonly providers?: readonly ExecutionProvider[];
	/** ONNX Runtime's for one operation; the machine's cores when absent. */
	readonly threads?: number;
}

/** Photos of one step, or maps of their features, `float32 [photos, channels, height, width]`, and what each should be judged. */
export interface Batch {
	readonly photos: Float32Array;
	/** Index of each photo's label. */
	readonly labels: Int32Array;
}

export interface StepOptions {
	readonly rate: number;
	/** What is taken from the true label and spread over all, 0 to 1. */
	readonly labelSmoothing?: number;
	/** What a photo of each label counts, where not all count alike. */
	readonly classWeights?: readonly number[];
}

export interface StepResult {
	/** Mean over the photos. */
	readonly loss: number;
	/** Photos judged rightly. */
	readonly correct: number;
}

/** All that changes in training, by name: weights, statistics, and what the optimiser remembers. */
export type TrainerState = ReadonlyMap<string, Constant & { readonly data: Float32Array<ArrayBuffer> }>;

/** A network in training: its weights, and ONNX Runtime to move them. Each step blocks the calling thread. */
export class Trainer {
	readonly input: InputMaps;
	readonly classes: number;
	readonly layers: readonly LayerSummary[];
	readonly parameters: readonly Parameter[];
	readonly #options: TrainerOptions;
	readonly #graph: NetworkGraph;
	readonly #training: InferenceSession;
	readonly #inference: InferenceSession;
	readonly #values: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
	readonly #slots: ReadonlyMap<string, readonly Float32Array<ArrayBuffer>[]>;
	/** Where ONNX Runtime writes, step after step. */
	readonly #results: ReadonlyMap<string, Tensor>;
	readonly #masks = new Map<Mask, Float32Array<ArrayBuffer>>();
	#steps = 0;

	/** @throws {UnsupportedNetwork | DamagedNetwork} for a network that cannot be trained */
	static async create(options: TrainerOptions): Promise<Trainer> {
		const graph = buildGraph(options.topology, 'train');
		const inference = buildGraph(options.topology, 'predict');
		const session = (onnx: Uint8Array) =>
			InferenceSession.create(onnx, {
				executionProviders: [...(options.providers ?? ['cpu'])],
				...(options.threads !== undefined && { intraOpNumThreads: options.threads }),
				graphOptimizationLevel: 'all',
				logSeverityLevel: 3,
			});
		return new Trainer(options, graph, await session(graph.onnx), await session(inference.onnx));
	}

	private constructor(
		options: TrainerOptions,
		graph: NetworkGraph,
		training: InferenceSession,
		inference: InferenceSession,
	) {
		this.#options = options;
		this.#graph = graph;
		this.#training = training;
		this.#inference = inference;
		const { input, parameters, layers, classes, moved } = graph;
		this.input = input;
		this.parameters = parameters;
		this.layers = layers;
		this.classes = classes;
		this.#values = new Map(
			parameters.map((parameter, index) => [parameter.name, initialValue(parameter, index, options.seed)]),
		);
		const trained = parameters.filter(({ isTrained }) => isTrained);
		const slots = SLOTS[options.optimiser.kind];
		this.#slots = new Map(
			trained.map(({ name, shape }) => [name, slots.map(() => new Float32Array(elementCount(shape)))]),
		);
		const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));
		const room = (name: string) => {
			const shape = shapes.get(name) as readonly number[];
			return new Tensor('float32', new Float32Array(elementCount(shape)), shape);
		};
		this.#results = new Map([
			...trained.map(({ name }): [string, Tensor] => [gradientOf(name), room(name)]),
			...moved.map((name): [string, Tensor] => [movedOf(name), room(name)]),
		]);
	}

	/** Steps made so far. */
	get steps(): number {
		return this.#steps;
	}

	/** Moves the weights by one batch. */
	async step(batch: Batch, { rate, ...options }: StepOptions): Promise<StepResult> {
		const result = await this.#run(batch, options);
		for (const { name, isTrained, shape } of this.parameters) {
			if (!isTrained) continue;
			applyUpdate(this.#options.optimiser, {
				weights: this.#values.get(name) as Float32Array,
				gradients: this.#results.get(gradientOf(name))?.data as Float32Array,
				slots: this.#slots.get(name) as readonly Float32Array[],
				rate,
				step: this.#steps,
				decays: shape.length > 1,
			});
		}
		for (const name of this.#graph.moved) {
			this.#values.get(name)?.set(this.#results.get(movedOf(name))?.data as Float32Array);
		}
		this.#steps++;
		return result;
	}

	/** The gradient of a batch's mean loss by each parameter that is trained, without moving anything. */
	async gradients(
		batch: Batch,
		options: Omit<StepOptions, 'rate'> = {},
	): Promise<{ loss: number; gradients: ReadonlyMap<string, Float32Array> }> {
		const { loss } = await this.#run(batch, options);
		const gradients = new Map(
			[...this.#slots.keys()].map((name) => [
				name,
				Float32Array.from(this.#results.get(gradientOf(name))?.data as Float32Array),
			]),
		);
		return { loss, gradients };
	}

	/** The logarithm of each photo's probabilities, one row a photo: without dropout, by the statistics of all batches. */
	async predict(photos: Float32Array): Promise<Float32Array> {
		const results = await this.#inference.run({ [PHOTOS]: this.#photos(photos), ...this.#weights() });
		return results[LOG_PROBABILITIES]?.data as Float32Array;
	}

	/** The weights as Keras has them, by `layer/parameter`. Copies. */
	weights(): Map<string, Constant & { readonly data: Float32Array<ArrayBuffer> }> {
		return new Map(
			this.parameters.map(({ name, shape }) => [
				name,
				{ shape, data: Float32Array.from(this.#values.get(name) as Float32Array) },
			]),
		);
	}

	/** All that the next step depends on, to go on elsewhere with. Copies. */
	state(): TrainerState {
		const state = this.weights();
		for (const { name, shape } of this.parameters) {
			for (const [index, slot] of (this.#slots.get(name) ?? []).entries()) {
				state.set(`${this.#slotName(index)}:${name}`, { shape, data: Float32Array.from(slot) });
			}
		}
		return state;
	}

	/** @throws {RangeError} for the state of another network or optimiser */
	restore(state: TrainerState, steps: number): void {
		const take = (name: string, into: Float32Array) => {
			const data = state.get(name)?.data;
			if (data?.length !== into.length) throw new RangeError(`The state has no fitting ${name}`);
			into.set(data);
		};
		for (const [name, values] of this.#values) take(name, values);
		for (const [name, slots] of this.#slots) {
			for (const [index, slot] of slots.entries()) take(`${this.#slotName(index)}:${name}`, slot);
		}
		this.#steps = steps;
	}

	async close(): Promise<void> {
		await this.#training.release();
		await this.#inference.release();
	}

	async #run(
		{ photos, labels }: Batch,
		{ labelSmoothing = 0, classWeights }: Omit<StepOptions, 'rate'>,
	): Promise<StepResult> {
		const { classes } = this;
		const targets = new Float32Array(labels.length * classes).fill(labelSmoothing / classes);
		for (const [photo, label] of labels.entries()) {
			targets[photo * classes + label] = 1 - labelSmoothing + labelSmoothing / classes;
		}
		// As in Keras, weights do not change by what the sum is divided.
		const weights = Float32Array.from(labels, (label) => (classWeights?.[label] ?? 1) / labels.length);
		const masks = this.#graph.masks.map((mask, index): [string, Tensor] => [
			mask.name,
			this.#mask(mask, index, labels.length),
		]);
		const feeds = {
			[PHOTOS]: this.#photos(photos),
			[TARGETS]: new Tensor('float32', targets, [labels.length, classes]),
			[WEIGHTS]: new Tensor('float32', weights, [labels.length, 1]),
			...Object.fromEntries(masks),
			...this.#weights(),
		};
		const fetches = { [LOSS]: null, [LOG_PROBABILITIES]: null, ...Object.fromEntries(this.#results) };
		const results = await this.#training.run(feeds, fetches);
		const logProbabilities = results[LOG_PROBABILITIES]?.data as Float32Array;
		const correct = labels.filter(
			(label, photo) =>
				indexOfLargest(logProbabilities.subarray(photo * classes, (photo + 1) * classes)) === label,
		).length;
		const { data: loss } = results[LOSS] as Tensor;
		return { loss: loss[0] as number, correct };
	}

	#mask(mask: Mask, index: number, photos: number): Tensor {
		const length = photos * elementCount(mask.shape);
		const known = this.#masks.get(mask);
		const room = known && known.length >= length ? known : new Float32Array(length);
		this.#masks.set(mask, room);
		const data = room.subarray(0, length);
		drawMask(data, mask.rate, this.#options.seed, this.#steps, index);
		const [first = 0, ...rest] = mask.shape;
		return new Tensor('float32', data, [
			photos,
			...(rest.length === 2 ? [rest[1] as number, first, rest[0] as number] : [first]),
		]);
	}

	#photos(photos: Float32Array): Tensor {
		const { width, height, channels } = this.input;
		const count = photos.length / (channels * height * width);
		return new Tensor('float32', photos, [count, channels, height, width]);
	}

	/** The memory itself: what the optimiser writes, the next step reads. */
	#weights(): Record<string, Tensor> {
		return Object.fromEntries(
			this.parameters.map(({ name, shape }) => [
				name,
				new Tensor('float32', this.#values.get(name) as Float32Array<ArrayBuffer>, shape),
			]),
		);
	}

	#slotName(index: number): string {
		return SLOTS[this.#options.optimiser.kind][index] as string;
	}
}

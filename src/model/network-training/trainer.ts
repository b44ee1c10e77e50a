import type { Constant } from '../formats/constant.ts';
import { elementCount } from '../formats/network/network.ts';
import type { InputMaps } from '../formats/tfjs/layers/input.ts';
import type { Topology } from '../formats/tfjs/layers/topology.ts';
import { indexOfLargest } from '../statistics/index-of-largest.ts';
import { buildGraph, type LayerSummary, type Mask, type NetworkGraph } from './graph.ts';
import { initialValue } from './initialisation.ts';
import { onnxEngine } from './onnx-engine.ts';
import { applyUpdate, type OptimiserSettings, SLOTS } from './optimiser.ts';
import type { Parameter } from './parameters.ts';
import { drawMask } from './random.ts';
import type { Examples, OpenTrainingEngine, ParameterValues, TrainingEngine } from './training-engine.ts';

export interface TrainerOptions {
	readonly topology: Topology;
	readonly optimiser: OptimiserSettings;
	/** The same seed, photos and engine give the same numbers. */
	readonly seed: number;
	/** What computes; ONNX Runtime on the processor, when absent. */
	readonly openEngine?: OpenTrainingEngine;
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

/** A network in training: its weights, and how they move. */
export class Trainer {
	readonly input: InputMaps;
	readonly classes: number;
	readonly layers: readonly LayerSummary[];
	readonly parameters: readonly Parameter[];
	readonly #options: TrainerOptions;
	readonly #graph: NetworkGraph;
	readonly #engine: TrainingEngine;
	readonly #values: ParameterValues;
	readonly #slots: ReadonlyMap<string, readonly Float32Array[]>;
	readonly #masks = new Map<Mask, Float32Array>();
	#steps = 0;

	/** @throws {UnsupportedNetwork | DamagedNetwork} for a network that cannot be trained */
	static async create(options: TrainerOptions): Promise<Trainer> {
		const { topology, openEngine = onnxEngine() } = options;
		const graph = buildGraph(topology, 'train');
		return new Trainer(options, graph, await openEngine(graph, topology));
	}

	private constructor(options: TrainerOptions, graph: NetworkGraph, engine: TrainingEngine) {
		this.#options = options;
		this.#graph = graph;
		this.#engine = engine;
		const { input, parameters, layers, classes } = graph;
		this.input = input;
		this.parameters = parameters;
		this.layers = layers;
		this.classes = classes;
		this.#values = new Map(
			parameters.map((parameter, index) => [parameter.name, initialValue(parameter, index, options.seed)]),
		);
		const slots = SLOTS[options.optimiser.kind];
		this.#slots = new Map(
			parameters
				.filter(({ isTrained }) => isTrained)
				.map(({ name, shape }) => [name, slots.map(() => new Float32Array(elementCount(shape)))]),
		);
	}

	/** For people: what computes. */
	get engine(): string {
		return this.#engine.description;
	}

	/** How it lays out images: to the last bit a training goes on only in the same way. */
	get block(): number | null {
		return this.#engine.block;
	}

	/** Steps made so far. */
	get steps(): number {
		return this.#steps;
	}

	/** Moves the weights by one batch. */
	async step(batch: Batch, { rate, ...options }: StepOptions): Promise<StepResult> {
		const { loss, logProbabilities, gradients, moved } = await this.#differentiate(batch, options);
		for (const { name, isTrained, shape } of this.parameters) {
			if (!isTrained) continue;
			applyUpdate(this.#options.optimiser, {
				weights: this.#values.get(name) as Float32Array,
				gradients: gradients.get(name) as Float32Array,
				slots: this.#slots.get(name) as readonly Float32Array[],
				rate,
				step: this.#steps,
				decays: shape.length > 1,
			});
		}
		for (const [name, values] of moved) this.#values.get(name)?.set(values);
		this.#steps++;
		return { loss, correct: this.#countCorrect(logProbabilities, batch.labels) };
	}

	/** The gradient of a batch's mean loss by each parameter that is trained, without moving anything. */
	async gradients(
		batch: Batch,
		options: Omit<StepOptions, 'rate'> = {},
	): Promise<{ readonly loss: number; readonly gradients: ParameterValues }> {
		const { loss, gradients } = await this.#differentiate(batch, options);
		return {
			loss,
			gradients: new Map([...gradients].map(([name, data]) => [name, Float32Array.from(data)])),
		};
	}

	/** The logarithm of each photo's probabilities, one row a photo: without dropout, by the statistics of all batches. */
	predict(photos: Float32Array): Promise<Float32Array> {
		return this.#engine.predict(this.#values, photos);
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

	close(): Promise<void> {
		return this.#engine.close();
	}

	#differentiate({ photos, labels }: Batch, options: Omit<StepOptions, 'rate'>) {
		const examples: Examples = {
			photos,
			...this.#wanted(labels, options),
			masks: this.#graph.masks.map((mask, index) => this.#mask(mask, index, labels.length)),
		};
		return this.#engine.differentiate(this.#values, examples);
	}

	#wanted(
		labels: Int32Array,
		{ labelSmoothing = 0, classWeights }: Omit<StepOptions, 'rate'>,
	): Pick<Examples, 'targets' | 'weights'> {
		const { classes } = this;
		const targets = new Float32Array(labels.length * classes).fill(labelSmoothing / classes);
		for (const [photo, label] of labels.entries()) {
			targets[photo * classes + label] = 1 - labelSmoothing + labelSmoothing / classes;
		}
		// As in Keras, weights do not change by what the sum is divided.
		const weights = Float32Array.from(labels, (label) => (classWeights?.[label] ?? 1) / labels.length);
		return { targets, weights };
	}

	#mask(mask: Mask, index: number, photos: number): Float32Array {
		const length = photos * elementCount(mask.shape);
		const known = this.#masks.get(mask);
		const room = known && known.length >= length ? known : new Float32Array(length);
		this.#masks.set(mask, room);
		const data = room.subarray(0, length);
		drawMask(data, mask.rate, this.#options.seed, this.#steps, index);
		return data;
	}

	#countCorrect(logProbabilities: Float32Array, labels: Int32Array): number {
		const { classes } = this;
		return labels.filter(
			(label, photo) =>
				indexOfLargest(logProbabilities.subarray(photo * classes, (photo + 1) * classes)) === label,
		).length;
	}

	#slotName(index: number): string {
		return SLOTS[this.#options.optimiser.kind][index] as string;
	}
}

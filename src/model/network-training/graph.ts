import { dependencyOrder } from '../formats/dependency-order.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../formats/refusal.ts';
import { type InputMaps, inputMaps } from '../formats/tfjs/layers/input.ts';
import type { Call, Layer, Topology } from '../formats/tfjs/layers/topology.ts';
import { buildLayer } from './layers/layers.ts';
import { LayerParameters, type Parameter } from './parameters.ts';
import { Tape, type Tracked } from './tape.ts';

/** A mask that dropout multiplies by: 0 or 1 / (1 - rate), drawn anew for each step. */
export interface Mask {
	readonly name: string;
	/** Whose output it multiplies. */
	readonly layer: string;
	/** Of one photo, as Keras has it: `[height, width, channels]` or `[features]`. */
	readonly shape: readonly number[];
	readonly rate: number;
}

/** The shape of one photo's mask with the channels first, as ONNX has maps. */
export function onnxShapeOf({ shape }: Mask): readonly number[] {
	const [height = 0, width = 0, channels] = shape;
	return channels === undefined ? shape : [channels, height, width];
}

/** A row of the summary: what a layer makes, and of how many numbers it consists. */
export interface LayerSummary {
	readonly name: string;
	readonly className: string;
	/** Without the batch. */
	readonly shape: readonly number[];
	readonly parameters: readonly Parameter[];
}

export interface NetworkGraph {
	readonly onnx: Uint8Array<ArrayBuffer>;
	readonly input: InputMaps;
	readonly parameters: readonly Parameter[];
	readonly masks: readonly Mask[];
	/** Parameters whose value after the step is an output, `moved:` and their name. */
	readonly moved: readonly string[];
	readonly layers: readonly LayerSummary[];
	readonly classes: number;
	/** Whether anything in it is blocked: then it takes batches of a multiple of the block alone. */
	readonly isBlocked: boolean;
}

/** What graphs take and give. Photos, or maps of features: `float32 [N, channels, height, width]`. */
export const PHOTOS = 'photos';
/** What each photo should be judged: `float32 [N, classes]`, each row summing to 1. */
export const TARGETS = 'targets';
/** What each photo's loss counts: `float32 [N, 1]`. */
export const WEIGHTS = 'weights';
/** The sum of the photos' losses, each times its weight. */
export const LOSS = 'loss';
/** Logarithms of the probabilities: `float32 [N, classes]`. */
export const LOG_PROBABILITIES = 'logProbabilities';
export const gradientOf = (parameter: string) => `gradient:${parameter}`;
export const movedOf = (parameter: string) => `moved:${parameter}`;

/**
 * A network's graph: `train` for a step of training, with the loss (categorical cross-entropy) and its gradient by each
 * parameter, `predict` for the probabilities alone. ONNX Runtime runs every node of a graph, asked for or not.
 *
 * @param block of the layout that this machine is fastest in; undefined for operators of the standard alone
 * @throws {UnsupportedNetwork | DamagedNetwork}
 */
export function buildGraph(topology: Topology, mode: 'train' | 'predict', block?: number): NetworkGraph {
	const tape = new Tape(block);
	const build = new Build(tape, topology, mode);
	const logits = build.logits();
	const [classes = 0] = logits.shape;
	const logProbabilities = tape.add('LogSoftmax', [logits.name], { axis: -1 });
	tape.output(LOG_PROBABILITIES, logProbabilities, ['N', classes]);
	if (mode === 'train') {
		const targets = tape.input(TARGETS, ['N', classes]);
		const weights = tape.input(WEIGHTS, ['N', 1]);
		const surprises = tape.add('Mul', [tape.add('Mul', [targets, logProbabilities]), weights]);
		tape.output(LOSS, tape.add('Neg', [tape.add('ReduceSum', [surprises], { keepdims: 0 })]), []);
		// Of softmax and cross-entropy together.
		const excess = tape.add('Sub', [tape.add('Exp', [logProbabilities]), targets]);
		const gradients = tape.playBack(logits, tape.add('Mul', [excess, weights]));
		for (const { name, shape, isTrained } of build.parameters) {
			const gradient = isTrained ? gradients.get(name) : undefined;
			if (gradient) tape.output(gradientOf(name), gradient, shape);
		}
		for (const [name, { value, shape }] of build.moved) tape.output(movedOf(name), value, shape);
	}
	const { input, parameters, masks, layers } = build;
	const moved = [...build.moved.keys()];
	const { isBlocked } = tape;
	return { onnx: tape.finish(), input, parameters, masks, moved, layers, classes, isBlocked };
}

class Build {
	readonly parameters: Parameter[] = [];
	readonly masks: Mask[] = [];
	readonly moved = new Map<string, { value: string; shape: readonly number[] }>();
	readonly layers: LayerSummary[] = [];
	readonly input: InputMaps;
	readonly #tape: Tape;
	readonly #topology: Topology;
	readonly #mode: 'train' | 'predict';
	readonly #results = new Map<Layer, Tracked>();

	constructor(tape: Tape, topology: Topology, mode: 'train' | 'predict') {
		this.#tape = tape;
		this.#topology = topology;
		this.#mode = mode;
		this.input = inputMaps(topology);
	}

	/** What the last softmax is made of. */
	logits(): Tracked {
		const { width, height, channels } = this.input;
		const input = this.#layer(this.#topology.inputs[0]?.layer);
		this.#tape.input(PHOTOS, ['N', channels, height, width]);
		const shape = [height, width, channels];
		this.#results.set(input, { name: PHOTOS, shape, layout: 'plain', isTrained: false });

		const [end, ...others] = this.#topology.outputs;
		if (!end || others.length > 0) throw new UnsupportedNetwork('a network of several outputs');
		const last = this.#layer(end.layer);
		const order = dependencyOrder(
			[last],
			(layer) => this.#before(layer),
			({ name }) => name,
		);
		for (const layer of order) {
			if (layer !== input) this.#build(layer, layer === last);
		}
		const logits = this.#results.get(last) as Tracked;
		if (logits.shape.length !== 1 || (logits.shape[0] ?? 0) < 2) {
			throw new UnsupportedNetwork(`an output of shape [${logits.shape}]`);
		}
		return logits;
	}

	#build(layer: Layer, isLast: boolean): void {
		const { name, className, config } = layer;
		within(`layer “${name}” (${className})`, () => {
			const inputs = this.#before(layer).map((before) => this.#results.get(before) as Tracked);
			const parameters = new LayerParameters(this.#tape, layer);
			const call = {
				tape: this.#tape,
				mode: this.#mode,
				inputs,
				parameters,
				mask: (shape: readonly number[], rate: number) => this.#mask(name, shape, rate),
				move: ({ name, shape }: Tracked, value: string) => this.moved.set(name, { value, shape }),
			};
			const output = isLast
				? buildEnd(layer, inputs, (settings) => buildLayer(className, call, settings))
				: buildLayer(className, call, config);
			this.#results.set(layer, output);
			this.parameters.push(...parameters.declared);
			this.layers.push({ name, className, shape: output.shape, parameters: parameters.declared });
		});
	}

	#mask(layer: string, shape: readonly number[], rate: number): string {
		const mask: Mask = { name: `mask:${this.masks.length}`, layer, shape, rate };
		this.#tape.input(mask.name, ['N', ...onnxShapeOf(mask)]);
		this.masks.push(mask);
		return mask.name;
	}

	#before(layer: Layer): Layer[] {
		if (this.#results.has(layer)) return [];
		const [call, ...others] = layer.calls as readonly Call[];
		if (layer.topology)
			throw new UnsupportedNetwork(`training layer “${layer.name}”, a model inside the model`);
		if (!call || others.length > 0)
			throw new UnsupportedNetwork(`training layer “${layer.name}”, which is shared`);
		return call.inputs.map((reference) => this.#layer(reference.layer));
	}

	#layer(name: string | undefined): Layer {
		const layer = this.#topology.layers.get(name ?? '');
		if (!layer) throw new DamagedNetwork(`there is no layer “${name}”`);
		return layer;
	}
}

/** The last softmax is part of the loss, where its rounding does no harm. */
function buildEnd(
	{ className, config }: Layer,
	[input]: readonly Tracked[],
	build: (settings: unknown) => Tracked,
): Tracked {
	const isSoftmax = className === 'Softmax' || config['activation'] === 'softmax';
	if (!isSoftmax) throw new UnsupportedNetwork('training a network that does not end in a softmax');
	if (className === 'Softmax') return input as Tracked;
	return build({ ...config, activation: 'linear' });
}

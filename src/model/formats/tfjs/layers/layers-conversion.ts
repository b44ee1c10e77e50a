import type { Constant } from '../../constant.ts';
import { dependencyOrder } from '../../dependency-order.ts';
import type { Network, Value } from '../../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork, within } from '../../refusal.ts';
import { CONVOLUTION_LAYERS } from './convolution-layers.ts';
import type { ConvertLayer } from './layer.ts';
import { LayerWeights } from './layer-weights.ts';
import { OTHER_LAYERS } from './other-layers.ts';
import type { Call, Layer, Reference, Topology } from './topology.ts';

const LAYERS: Readonly<Record<string, ConvertLayer>> = { ...CONVOLUTION_LAYERS, ...OTHER_LAYERS };

/** Adds a model to a network, as much of it as is asked for, and nothing twice. */
export class LayersConversion {
	readonly #network: Network;
	readonly #topology: Topology;
	readonly #weights: ReadonlyMap<string, Constant>;
	readonly #results = new Map<Call, readonly Value[]>();
	/** Models inside the model, one conversion for each time they are applied. */
	readonly #inner = new Map<Call, LayersConversion>();

	constructor(
		network: Network,
		{ topology, weights }: { topology: Topology; weights: ReadonlyMap<string, Constant> },
		inputs: readonly Value[],
	) {
		this.#network = network;
		this.#topology = topology;
		this.#weights = weights;
		for (const [index, reference] of topology.inputs.entries()) {
			const input = inputs[index];
			if (!input) throw new DamagedNetwork(`${inputs.length} inputs of ${topology.inputs.length}`);
			this.#results.set(this.#call(reference), [input]);
		}
	}

	/** What the whole model gives. */
	outputs(): Value[] {
		return this.#evaluate(this.#topology.outputs);
	}

	/** What a layer gives where it is applied first, in whichever model inside the model it is. */
	layer(name: string): Value {
		const path = findLayer(this.#topology, name);
		if (!path) throw new DamagedNetwork(`there is no layer “${name}”`);
		return this.#follow(path);
	}

	#follow([name, ...rest]: readonly string[]): Value {
		const reference = { layer: name as string, call: 0, result: 0 };
		if (rest.length > 0) {
			const call = this.#call(reference);
			return this.#innerConversion(call, this.#evaluate(call.inputs)).#follow(rest);
		}
		const [value] = this.#evaluate([reference]);
		return value as Value;
	}

	#evaluate(targets: readonly Reference[]): Value[] {
		const calls = targets.map((reference) => this.#call(reference));
		const dependenciesOf = (call: Call): Call[] =>
			this.#results.has(call) ? [] : call.inputs.map((reference) => this.#call(reference));
		for (const call of dependencyOrder(calls, dependenciesOf, ({ layer }) => layer.name)) {
			if (this.#results.has(call)) continue;
			const inputs = call.inputs.map((reference) => this.#result(reference));
			this.#results.set(
				call,
				call.layer.topology
					? this.#innerConversion(call, inputs).outputs()
					: [this.#convert(call.layer, inputs)],
			);
		}
		return targets.map((reference) => this.#result(reference));
	}

	#innerConversion(call: Call, inputs: readonly Value[]): LayersConversion {
		const known = this.#inner.get(call);
		if (known) return known;
		const topology = call.layer.topology as Topology;
		const inner = new LayersConversion(this.#network, { topology, weights: this.#weights }, inputs);
		this.#inner.set(call, inner);
		return inner;
	}

	#convert({ name, className, config }: Layer, inputs: readonly Value[]): Value {
		return within(`layer “${name}” (${className})`, () => {
			const convert = Object.hasOwn(LAYERS, className) ? LAYERS[className] : undefined;
			if (!convert) throw new UnsupportedNetwork('the layer type');
			const weights = new LayerWeights(this.#weights, name);
			return convert({ network: this.#network, inputs, settings: config, weights });
		});
	}

	#result(reference: Reference): Value {
		const value = this.#results.get(this.#call(reference))?.[reference.result];
		if (!value) throw new DamagedNetwork(`layer “${reference.layer}” has no result ${reference.result}`);
		return value;
	}

	#call({ layer: name, call: index }: Reference): Call {
		const layer = this.#topology.layers.get(name);
		if (!layer) throw new DamagedNetwork(`there is no layer “${name}”`);
		// Keras counts how a model inside a model was made as its first call; TensorFlow.js does not.
		const call = layer.calls[index] ?? (layer.topology ? layer.calls[index - 1] : undefined);
		if (!call) throw new DamagedNetwork(`layer “${name}” is not applied ${index + 1} times`);
		return call;
	}
}

/** The models inside models that lead to a layer, and the layer. */
function findLayer({ layers }: Topology, name: string): string[] | undefined {
	if (layers.has(name)) return [name];
	for (const { name: outer, topology } of layers.values()) {
		const rest = topology && findLayer(topology, name);
		if (rest) return [outer, ...rest];
	}
	return undefined;
}

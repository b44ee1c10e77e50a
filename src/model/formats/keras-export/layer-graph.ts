import type { Constant } from '../constant.ts';
import { snakeCase } from '../keras/layer-parameters.ts';

/** What a layer makes of one photo: `[height, width, channels]` or `[features]`. */
export interface LayerResult {
	readonly layer: string;
	readonly shape: readonly number[];
}

export interface GraphLayer extends LayerResult {
	readonly className: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly inputs: readonly LayerResult[];
}

/** A functional Keras model: layers in the order in which Keras itself counts them, and their weights by `layer/parameter`. */
export interface KerasModelDescription {
	readonly layers: readonly GraphLayer[];
	readonly output: LayerResult;
	readonly weights: ReadonlyMap<string, Constant>;
}

/** A Keras model under construction. */
export class LayerGraph {
	readonly #layers = new Map<string, GraphLayer>();
	readonly #weights = new Map<string, Constant>();
	readonly #counts = new Map<string, number>();

	/** A layer with the name that Keras would give it: `conv2d`, `conv2d_1`, … */
	add(
		className: string,
		config: Readonly<Record<string, unknown>>,
		inputs: readonly LayerResult[],
		shape: readonly number[],
		weights: Readonly<Record<string, Constant>> = {},
	): LayerResult {
		const type = snakeCase(className);
		const count = this.#counts.get(type) ?? 0;
		this.#counts.set(type, count + 1);
		const layer = count === 0 ? type : `${type}_${count}`;
		this.#layers.set(layer, { layer, className, config, inputs, shape });
		for (const [name, constant] of Object.entries(weights)) this.#weights.set(`${layer}/${name}`, constant);
		return { layer, shape };
	}

	layer(name: string): GraphLayer {
		return this.#layers.get(name) as GraphLayer;
	}

	finish(output: LayerResult): KerasModelDescription {
		return { layers: this.#inKerasOrder(output), output, weights: this.#weights };
	}

	/**
	 * Files hold weights by the order of layers, not by name: those farthest from the result first, and of those equally far
	 * the one first that is met first on the way back from the result (`map_graph` in keras/src/ops/function.py).
	 */
	#inKerasOrder(output: LayerResult): GraphLayer[] {
		const met = new Map<string, number>();
		const depths = new Map<string, number>();
		const stack = [output.layer];
		for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
			if (met.has(name)) continue;
			met.set(name, met.size);
			stack.push(
				...this.layer(name)
					.inputs.map(({ layer }) => layer)
					.reverse(),
			);
		}
		// Layers are added after those that they stand on.
		for (const { layer, inputs } of [...this.#layers.values()].reverse()) {
			if (!met.has(layer)) continue;
			const depth = depths.get(layer) ?? 0;
			depths.set(layer, depth);
			for (const before of inputs)
				depths.set(before.layer, Math.max(depths.get(before.layer) ?? 0, depth + 1));
		}
		const [depth, index] = [depths, met].map((numbers) => (name: string) => numbers.get(name) as number) as [
			(name: string) => number,
			(name: string) => number,
		];
		return [...met.keys()]
			.sort((a, b) => depth(b) - depth(a) || index(a) - index(b))
			.map((name) => this.layer(name));
	}
}

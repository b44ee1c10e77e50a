import type { Constant } from '../../constant.ts';
import { DamagedNetwork } from '../../refusal.ts';
import { floats } from '../../tensorflow/operands.ts';

/** The weights of one layer by their Keras names: `kernel`, `bias`, `moving_mean`. */
export class LayerWeights {
	readonly #all: ReadonlyMap<string, Constant>;
	readonly #layer: string;

	constructor(all: ReadonlyMap<string, Constant>, layer: string) {
		this.#all = all;
		this.#layer = layer;
	}

	get(weight: string): { shape: readonly number[]; data: Float32Array } {
		const constant = this.#all.get(`${this.#layer}/${weight}`) ?? this.#search(weight);
		return { shape: constant.shape, data: floats(constant) };
	}

	/** Keras may put the model's name in front of the layer's, or a scope between the layer's and the weight's. */
	#search(weight: string): Constant {
		const matches = [...this.#all].filter(
			([name]) =>
				name.endsWith(`/${this.#layer}/${weight}`) ||
				(name.startsWith(`${this.#layer}/`) && name.endsWith(`/${weight}`)),
		);
		const [match] = matches;
		if (!match) throw new DamagedNetwork(`its weight ${weight} is missing`);
		if (matches.length > 1) throw new DamagedNetwork(`its weight ${weight} is there twice`);
		return match[1];
	}
}

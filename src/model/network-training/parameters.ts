import { parameterNames } from '../formats/keras/layer-parameters.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../formats/refusal.ts';
import type { Tape, Tracked } from './tape.ts';

/** A layer's weights of one kind, in the layout Keras has them in. */
export interface Parameter {
	/** `layer/kernel` */
	readonly name: string;
	readonly layer: string;
	/** `kernel`, `bias`, `moving_mean`, … */
	readonly kind: string;
	readonly shape: readonly number[];
	/** False for what follows batches by other means than gradients, and for frozen layers. */
	readonly isTrained: boolean;
}

/** Declares the parameters of one layer, as the names and order of Keras have them. */
export class LayerParameters {
	readonly #tape: Tape;
	readonly #layer: string;
	readonly #kinds: readonly string[];
	readonly #isTrainable: boolean;
	readonly declared: Parameter[] = [];

	constructor(
		tape: Tape,
		{
			name,
			className,
			config,
		}: {
			readonly name: string;
			readonly className: string;
			readonly config: Readonly<Record<string, unknown>>;
		},
	) {
		this.#tape = tape;
		this.#layer = name;
		this.#kinds = parameterNames(className, config);
		this.#isTrainable = config['trainable'] !== false;
		for (const [setting, value] of Object.entries(config)) {
			if (/_(regularizer|constraint)$/.test(setting) && value != null) {
				throw new UnsupportedNetwork(`training with the setting ${setting}`);
			}
		}
	}

	get isTrainable(): boolean {
		return this.#isTrainable;
	}

	/** @throws {DamagedNetwork} for a kind that the layer has not */
	get(kind: string, shape: readonly number[], isStatistic = false): Tracked {
		const tracked = this.optional(kind, shape, isStatistic);
		if (!tracked) throw new DamagedNetwork(`it has no ${kind}`);
		return tracked;
	}

	/** Undefined for a kind that the layer's settings do without. */
	optional(kind: string, shape: readonly number[], isStatistic = false): Tracked | undefined {
		if (!this.#kinds.includes(kind)) return undefined;
		const name = `${this.#layer}/${kind}`;
		const isTrained = this.#isTrainable && !isStatistic;
		this.#tape.input(name, shape);
		this.declared.push({ name, layer: this.#layer, kind, shape, isTrained });
		return { name, shape, layout: 'plain', isTrained };
	}
}

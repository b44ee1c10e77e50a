import { dependencyOrder } from '../dependency-order.ts';
import { DamagedNetwork } from '../refusal.ts';
import { describeNode, type ForeignModel, type ForeignNode } from './foreign-model.ts';
import type { ForeignTensor } from './tensor.ts';

/** Who makes which value of a model. */
export class ForeignGraph {
	readonly model: ForeignModel;
	readonly #makers: ReadonlyMap<string, ForeignNode>;
	readonly #stored: ReadonlyMap<string, ForeignTensor>;

	constructor(model: ForeignModel) {
		this.model = model;
		this.#makers = new Map(model.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
		this.#stored = new Map(model.initializers.map((tensor) => [tensor.name, tensor]));
	}

	maker(value: string): ForeignNode | undefined {
		return this.#makers.get(value);
	}

	/** What lies in the file under this name. */
	stored(value: string): ForeignTensor | undefined {
		return this.#stored.get(value);
	}

	/** The weight behind a value, whether it lies there plain, or as 8-bit numbers, or to be turned round first. */
	weight(value: string): ForeignTensor | undefined {
		// Such a chain has two links at most.
		let name = value;
		for (let links = 0; links < 4; links++) {
			const stored = this.#stored.get(name);
			if (stored) return stored;
			const maker = this.maker(name);
			if (!maker || !['DequantizeLinear', 'Identity', 'Transpose'].includes(maker.operator)) return undefined;
			name = maker.inputs[0] ?? '';
		}
		return undefined;
	}

	/**
	 * What has to be computed and stored for some values, in an order in which it can be.
	 *
	 * @throws {DamagedNetwork} when something is missing, or depends on itself
	 */
	needed(values: readonly string[]): { nodes: ForeignNode[]; initializers: ForeignTensor[] } {
		const initializers = new Set<ForeignTensor>();
		const given = new Set(this.model.inputs.map(({ name }) => name));
		const makersOf = (names: readonly string[], place: string): ForeignNode[] =>
			names.flatMap((name) => {
				const stored = this.#stored.get(name);
				if (stored) initializers.add(stored);
				if (stored || name === '' || given.has(name)) return [];
				const maker = this.maker(name);
				if (!maker) throw new DamagedNetwork(`${place}: nothing makes the value “${name}”`);
				return maker;
			});
		const nodes = dependencyOrder(
			makersOf(values, 'the result'),
			(node) => makersOf(node.inputs, describeNode(node)),
			describeNode,
		);
		return { nodes, initializers: [...initializers] };
	}
}

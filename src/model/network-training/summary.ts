import { elementCount } from '../formats/network/network.ts';
import type { LayerSummary } from './graph.ts';
import type { Parameter } from './parameters.ts';

/** A row of what Keras calls `model.summary()`: plain JSON. */
export interface SummaryRow {
	readonly name: string;
	readonly className: string;
	/** Of what comes out, without the batch. */
	readonly shape: readonly number[];
	readonly parameters: number;
	/** Of these: those that are trained. */
	readonly trained: number;
}

export function summarise(layers: readonly LayerSummary[]): SummaryRow[] {
	return layers.map(({ name, className, shape, parameters }) => ({
		name,
		className,
		shape: [...shape],
		parameters: count(parameters),
		trained: count(parameters.filter(({ isTrained }) => isTrained)),
	}));
}

function count(parameters: readonly Parameter[]): number {
	return parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0);
}

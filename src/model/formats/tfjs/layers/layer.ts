import { z } from 'zod';
import type { Network, Value } from '../../network/network.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../../refusal.ts';
import type { LayerWeights } from './layer-weights.ts';

/** What a layer's conversion works with. */
export interface LayerCall<Settings> {
	readonly network: Network;
	/** The first input, which most layers have only. */
	readonly input: Value;
	readonly inputs: readonly Value[];
	readonly settings: Settings;
	readonly weights: LayerWeights;
}

export type ConvertLayer = (call: Omit<LayerCall<unknown>, 'input'>) => Value;

/** A conversion that reads its settings through a schema, and refuses those it does not know. */
export function layer<Settings>(
	schema: z.ZodType<Settings>,
	convert: (call: LayerCall<Settings>) => Value,
): ConvertLayer {
	return ({ settings, inputs, ...call }) => {
		const parsed = schema.safeParse(settings);
		if (!parsed.success) {
			const [issue] = parsed.error.issues;
			throw new UnsupportedNetwork(`the setting ${issue?.path.join('.')} (${issue?.message})`);
		}
		const [input] = inputs;
		if (!input) throw new DamagedNetwork('it has no input');
		return convert({ ...call, inputs, input, settings: parsed.data });
	};
}

/** A layer that does nothing when the network is not being trained. */
export const identity: ConvertLayer = layer(z.unknown(), ({ input }) => input);

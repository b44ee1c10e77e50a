import type { KerasConfiguration } from '../keras/configuration.ts';
import type { KerasModelDescription } from './layer-graph.ts';

/** In the words of Keras 2: `Functional` since Keras 2.4, `Model` for TensorFlow.js of any age. */
export function functionalConfiguration(
	{ layers, output }: KerasModelDescription,
	className: 'Functional' | 'Model',
): KerasConfiguration {
	const [input] = layers;
	return {
		class_name: className,
		config: {
			name: 'model',
			trainable: true,
			layers: layers.map(({ className, layer, config, inputs }) => ({
				class_name: className,
				name: layer,
				config: {
					name: layer,
					...(className !== 'InputLayer' && { trainable: true }),
					dtype: 'float32',
					...config,
				},
				inbound_nodes: inputs.length === 0 ? [] : [inputs.map((before) => [before.layer, 0, 0, {}])],
			})),
			input_layers: [[input?.layer, 0, 0]],
			output_layers: [[output.layer, 0, 0]],
		},
	};
}

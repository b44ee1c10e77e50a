/**
 * What the weights of a layer are called, in the order in which Keras keeps them: what is trained first, then what is
 * not. The file formats name them in a dozen ways, yet never change the order.
 */
export function parameterNames(
	className: string,
	config: Readonly<Record<string, unknown>>,
): readonly string[] {
	const bias = config['use_bias'] === false ? [] : ['bias'];
	switch (className) {
		case 'Conv2D':
		case 'Dense':
			return ['kernel', ...bias];
		case 'DepthwiseConv2D':
			return ['depthwise_kernel', ...bias];
		case 'SeparableConv2D':
			return ['depthwise_kernel', 'pointwise_kernel', ...bias];
		case 'BatchNormalization':
			return [
				...(config['scale'] === false ? [] : ['gamma']),
				...(config['center'] === false ? [] : ['beta']),
				'moving_mean',
				'moving_variance',
			];
		case 'LayerNormalization':
			return [
				...(config['scale'] === false ? [] : ['gamma']),
				...(config['center'] === false ? [] : ['beta']),
			];
		default:
			return [];
	}
}

/** Keras's own: `SeparableConv2D` is `separable_conv2d`, `ReLU` is `re_lu`. */
export function snakeCase(className: string): string {
	return className
		.replace(/\W+/g, '')
		.replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
		.replace(/([a-z])([A-Z])/g, '$1_$2')
		.toLowerCase();
}

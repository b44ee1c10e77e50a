import { asImage, type Network, type Value } from './network.ts';
import { slide, type Window } from './padding.ts';

/** Padding counts neither towards the maximum nor towards the average, in TensorFlow and in ONNX alike. */
export function pool(
	network: Network,
	operator: 'MaxPool' | 'AveragePool',
	input: Value,
	window: Omit<Window, 'dilations'>,
): Value {
	const image = asImage(input);
	const [height, width, channels] = image.shape;
	const { output, pads } = slide([height, width], { ...window, dilations: [1, 1] });
	return network.add(operator, [image], [...output, channels], {
		kernel_shape: window.size,
		pads,
		strides: window.strides,
	});
}

/** The mean or maximum of each channel over the whole image: `[channels]`, or `[1, 1, channels]` if asked to keep it an image. */
export function globalPool(
	network: Network,
	operator: 'GlobalAveragePool' | 'GlobalMaxPool',
	input: Value,
	keepImage = false,
): Value {
	const image = asImage(input);
	const [, , channels] = image.shape;
	const pooled = network.add(operator, [image], [1, 1, channels]);
	return keepImage ? pooled : network.add('Flatten', [pooled], [channels], { axis: 1 });
}

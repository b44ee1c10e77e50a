import { z } from 'zod';
import { permute } from '../../constant.ts';
import { convolve } from '../../network/convolution.ts';
import { dense } from '../../network/dense.ts';
import { activate } from '../../network/elementwise.ts';
import { lengthsOf2, lengthsOf4 } from '../../tensorflow/operands.ts';
import { type ConvertLayer, layer } from './layer.ts';
import { activation, convolutionSettings } from './settings.ts';

/** The layers with a kernel. */
export const CONVOLUTION_LAYERS: Readonly<Record<string, ConvertLayer>> = {
	Conv2D: layer(z.object(convolutionSettings), ({ network, input, settings, weights }) => {
		const kernel = weights.get('kernel');
		const [height, width, inputs, outputs] = lengthsOf4(kernel.shape);
		const result = convolve(network, input, {
			kernel: permute(kernel.data, kernel.shape, [3, 2, 0, 1]),
			kernelShape: [outputs, inputs, height, width],
			bias: settings.use_bias ? weights.get('bias').data : undefined,
			strides: settings.strides,
			dilations: settings.dilation_rate,
			padding: settings.padding,
			groups: (input.shape.at(-1) as number) / inputs,
		});
		return activate(network, result, settings.activation);
	}),

	DepthwiseConv2D: layer(z.object(convolutionSettings), ({ network, input, settings, weights }) => {
		const kernel = weights.get('depthwise_kernel');
		const [height, width, channels, multiplier] = lengthsOf4(kernel.shape);
		const result = convolve(network, input, {
			kernel: permute(kernel.data, kernel.shape, [2, 3, 0, 1]),
			kernelShape: [channels * multiplier, 1, height, width],
			bias: settings.use_bias ? weights.get('bias').data : undefined,
			strides: settings.strides,
			dilations: settings.dilation_rate,
			padding: settings.padding,
			groups: channels,
		});
		return activate(network, result, settings.activation);
	}),

	SeparableConv2D: layer(z.object(convolutionSettings), ({ network, input, settings, weights }) => {
		const depthwise = weights.get('depthwise_kernel');
		const pointwise = weights.get('pointwise_kernel');
		const [height, width, channels, multiplier] = lengthsOf4(depthwise.shape);
		const [, , inputs, outputs] = lengthsOf4(pointwise.shape);
		const filtered = convolve(network, input, {
			kernel: permute(depthwise.data, depthwise.shape, [2, 3, 0, 1]),
			kernelShape: [channels * multiplier, 1, height, width],
			strides: settings.strides,
			dilations: settings.dilation_rate,
			padding: settings.padding,
			groups: channels,
		});
		const result = convolve(network, filtered, {
			kernel: permute(pointwise.data, pointwise.shape, [3, 2, 0, 1]),
			kernelShape: [outputs, inputs, 1, 1],
			bias: settings.use_bias ? weights.get('bias').data : undefined,
			strides: [1, 1],
			dilations: [1, 1],
			padding: 'valid',
			groups: 1,
		});
		return activate(network, result, settings.activation);
	}),

	Dense: layer(
		z.object({ use_bias: z.boolean().default(true), activation }),
		({ network, input, settings, weights }) => {
			const kernel = weights.get('kernel');
			const result = dense(network, input, {
				kernel: kernel.data,
				kernelShape: lengthsOf2(kernel.shape),
				bias: settings.use_bias ? weights.get('bias').data : undefined,
			});
			return activate(network, result, settings.activation);
		},
	),
};

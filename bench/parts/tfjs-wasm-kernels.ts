import type * as tensorflow from '@tensorflow/tfjs';

type Kernel = tensorflow.KernelFunc;
interface Convolution {
	readonly strides: number | [number, number];
	readonly pad: 'same' | 'valid' | number;
	readonly filterShape: [number, number, number, number];
	readonly inputShape: [number, number, number, number];
}

/**
 * TensorFlow.js cannot train a convolution on WebAssembly: it has no gradient of the filter there, and a slow one of the
 * input. These give it both out of products of matrices, so that it is measured at its best.
 */
export function registerTrainingKernels(tf: typeof tensorflow): void {
	const tensor = (info: tensorflow.TensorInfo): tensorflow.Tensor =>
		tf.engine().makeTensorFromTensorInfo(keep(tf, info));
	const infoOf = (
		shape: [number, number, number, number],
		filter: [number, number, number, number],
		{ strides, pad }: Convolution,
	) => tf.backend_util.computeConv2DInfo(shape, filter, strides, 1, pad, undefined, false, 'channelsLast');
	const register = (kernelName: string, kernelFunc: Kernel) => {
		if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
		tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
	};
	register('Conv2DBackpropFilter', ({ inputs, attrs }) => {
		const { x, dy } = inputs as { x: tensorflow.TensorInfo; dy: tensorflow.TensorInfo };
		const convolution = attrs as unknown as Convolution;
		const { filterShape } = convolution;
		const [height, width, channels, filters] = filterShape;
		const info = infoOf(x.shape as [number, number, number, number], filterShape, convolution);
		return tf.tidy(() => {
			const { top, bottom, left, right } = info.padInfo;
			const padded = tensor(x).pad([
				[0, 0],
				[top, bottom],
				[left, right],
				[0, 0],
			]);
			const columns: tensorflow.Tensor[] = [];
			for (let row = 0; row < height; row++)
				for (let column = 0; column < width; column++)
					columns.push(
						padded
							.slice([0, row, column, 0], [x.shape[0] as number, info.outHeight, info.outWidth, channels])
							.reshape([-1, channels]),
					);
			return tf
				.matMul(tf.concat(columns, 1).transpose(), tensor(dy).reshape([-1, filters]))
				.reshape(filterShape);
		});
	});
	register('Conv2DBackpropInput', ({ inputs, attrs }) => {
		const { dy, filter } = inputs as { dy: tensorflow.TensorInfo; filter: tensorflow.TensorInfo };
		const convolution = attrs as unknown as Convolution;
		const shape = filter.shape as [number, number, number, number];
		const { top, bottom, left, right } = infoOf(convolution.inputShape, shape, convolution).padInfo;
		const [height, width] = shape;
		return tf.tidy(() => {
			const turned = tensor(filter).reverse([0, 1]).transpose([0, 1, 3, 2]) as tensorflow.Tensor4D;
			const padded = tensor(dy).pad([
				[0, 0],
				[height - 1 - top, height - 1 - bottom],
				[width - 1 - left, width - 1 - right],
				[0, 0],
			]) as tensorflow.Tensor4D;
			return tf.conv2d(padded, turned, 1, 'valid');
		});
	});
}

/** Kernels own their inputs no more than before. */
function keep(tf: typeof tensorflow, info: tensorflow.TensorInfo): tensorflow.TensorInfo {
	(tf.backend() as unknown as { incRef(id: object): void }).incRef(info.dataId);
	return info;
}

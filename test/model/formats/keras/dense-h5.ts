import { writeHdf5 } from '../../../../src/model/formats/keras/hdf5.ts';

type Root = Parameters<Parameters<typeof writeHdf5>[0]>[0];

/** A network of one dense layer on photos of one pixel. */
export function describeDense(
	root: Root,
	units: number,
	shape: number[],
	data?: Float32Array,
	file?: string,
): void {
	const layers = [
		{ class_name: 'Flatten', config: { name: 'flatten', batch_input_shape: [null, 1, 1, 3] } },
		{ class_name: 'Dense', config: { name: 'dense', units, use_bias: false, activation: 'softmax' } },
	];
	root.create_attribute('keras_version', '2.15.0');
	root.create_attribute('model_config', JSON.stringify({ class_name: 'Sequential', config: { layers } }));
	const weights = root.create_group('model_weights');
	weights.create_attribute('layer_names', ['dense']);
	const dense = weights.create_group('dense');
	dense.create_attribute('weight_names', ['kernel']);
	if (file !== undefined) dense.create_external_link(file, '/', 'kernel');
	else if (data) dense.create_dataset({ name: 'kernel', data, shape, dtype: '<f4' });
	else {
		const chunks = shape.map((length) => Math.min(length, 1e6));
		const first = new Float32Array(chunks.reduce((a, b) => a * b));
		const stored = { name: 'kernel', data: first, shape: chunks, maxshape: shape, chunks, dtype: '<f4' };
		dense.create_dataset({ ...stored, compression: 'gzip' }).resize(shape);
	}
}

export const h5WithWeights = (data: Float32Array, shape: number[], file?: string) =>
	writeHdf5((root) => describeDense(root, 2, shape, data, file));

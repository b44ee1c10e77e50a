import type { Normalisation, Size } from '../network/pixels.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../refusal.ts';
import { type TfliteModel, type TfliteTensor, TYPES } from './tflite-model.ts';

/** The photo that a TFLite network takes. @throws {DamagedNetwork | UnsupportedNetwork} */
export function photoSizeOf(model: TfliteModel): { readonly size: Size; readonly tensor: TfliteTensor } {
	const tensor = model.tensors[model.inputs[0] ?? -1];
	if (!tensor) throw new DamagedNetwork('it has no input');
	const [batch, height, width, channels] = tensor.shape;
	const isPhoto = tensor.shape.length === 4 && batch === 1 && channels === 3;
	if (!isPhoto || height === undefined || width === undefined)
		throw new UnsupportedNetwork(`an input of shape [${tensor.shape}]`);
	return { size: { width, height }, tensor };
}

/**
 * What a network of 8-bit numbers makes of a pixel: `(q - zeroPoint) * scale`, where q of signed bytes is 128 less than the
 * pixel. Undefined for one that takes numbers with a fraction, whose file does not say what they stand for.
 *
 * @throws {UnsupportedNetwork}
 */
export function quantisedNormalisation({ type, quantisation }: TfliteTensor): Normalisation | undefined {
	if (type === TYPES.float32) return undefined;
	const offset = type === TYPES.uint8 ? 0 : type === TYPES.int8 ? 128 : undefined;
	const [scale] = quantisation?.scales ?? [];
	if (offset === undefined || scale === undefined) throw new UnsupportedNetwork(`an input of type ${type}`);
	const mean = ((quantisation?.zeroPoints[0] ?? 0) + offset) / 255;
	const deviation = 1 / (255 * scale);
	return { mean: [mean, mean, mean], deviation: [deviation, deviation, deviation] };
}

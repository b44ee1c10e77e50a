import { DamagedNetwork } from '../refusal.ts';
import { asImage, type Network, type Value } from './network.ts';

/** Adds pixels of one number around an image. */
export function pad(
	network: Network,
	input: Value,
	{ top, bottom, left, right }: { top: number; bottom: number; left: number; right: number },
	filler = 0,
): Value {
	const image = asImage(input);
	if (![top, bottom, left, right].every((pixels) => Number.isSafeInteger(pixels) && pixels >= 0)) {
		throw new DamagedNetwork(`${[top, bottom, left, right]} is no padding`);
	}
	const [height, width, channels] = image.shape;
	const shape = [height + top + bottom, width + left + right, channels];
	const pads = network.integers([0, 0, top, left, 0, 0, bottom, right]);
	return network.add('Pad', [image, pads, network.scalar(filler)], shape);
}

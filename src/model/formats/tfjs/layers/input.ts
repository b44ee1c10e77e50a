import { z } from 'zod';
import type { Size } from '../../network/pixels.ts';
import { DamagedNetwork, UnsupportedNetwork } from '../../refusal.ts';
import { inputShapeOf, type Topology } from './topology.ts';

/** What a network takes: photos of three channels, or the maps of features that another network makes of them. */
export interface InputMaps extends Size {
	readonly channels: number;
}

const length = z.int();

/** Height, width, channels after the batch. */
const InputShape = z.tuple([z.unknown(), length, length, length]);

/** @throws {UnsupportedNetwork | DamagedNetwork} for a network that takes anything else, or nothing */
export function inputMaps(topology: Topology): InputMaps {
	const described = describedShape(topology);
	const shape = InputShape.safeParse(described);
	if (!shape.success) throw unsupported(described);
	const [, height, width, channels] = shape.data;
	if (Math.min(height, width, channels) < 1)
		throw new DamagedNetwork(`its input has the shape ${JSON.stringify(described)}`);
	return { width, height, channels };
}

/** Of the photo that a network takes. @throws {UnsupportedNetwork | DamagedNetwork} for a network that takes anything else */
export function inputSize(topology: Topology): Size {
	const { width, height, channels } = inputMaps(topology);
	if (channels !== 3) throw unsupported(describedShape(topology));
	return { width, height };
}

function describedShape({ layers, inputs }: Topology): unknown {
	const [input, ...others] = inputs;
	if (!input || others.length > 0) throw new UnsupportedNetwork(`a network of ${inputs.length} inputs`);
	const layer = layers.get(input.layer);
	return layer && inputShapeOf(layer);
}

function unsupported(shape: unknown): UnsupportedNetwork {
	return new UnsupportedNetwork(`an input of shape ${JSON.stringify(shape) ?? 'unknown'}`);
}

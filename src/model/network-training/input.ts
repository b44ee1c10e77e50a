import { z } from 'zod';
import type { Size } from '../formats/network/pixels.ts';
import { UnsupportedNetwork } from '../formats/refusal.ts';
import { inputShapeOf, type Topology } from '../formats/tfjs/layers/topology.ts';

/** What a network in training takes: photos of three channels, or the maps of features that another network makes of them. */
export interface InputMaps extends Size {
	readonly channels: number;
}

const length = z.int().positive();

/** Height, width, channels after the batch. */
const InputShape = z.tuple([z.unknown(), length, length, length]);

/** @throws {UnsupportedNetwork} for a network that takes anything else */
export function inputMaps({ layers, inputs }: Topology): InputMaps {
	const [input, ...others] = inputs;
	if (!input || others.length > 0) throw new UnsupportedNetwork(`a network of ${inputs.length} inputs`);
	const layer = layers.get(input.layer);
	const described = layer && inputShapeOf(layer);
	const shape = InputShape.safeParse(described);
	if (!shape.success)
		throw new UnsupportedNetwork(`an input of shape ${JSON.stringify(described) ?? 'unknown'}`);
	const [, height, width, channels] = shape.data;
	return { width, height, channels };
}

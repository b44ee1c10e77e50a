import type { Size } from '../network/pixels.ts';
import { UnsupportedNetwork } from '../refusal.ts';
import type { ForeignInput, ForeignModel } from './foreign-model.ts';
import { ELEMENT_TYPES } from './model.ts';

export const LAYOUTS = ['nchw', 'nhwc'] as const;

/** Whether an image lies channel by channel or pixel by pixel. */
export type Layout = (typeof LAYOUTS)[number];

export interface PhotoInput extends Size {
	readonly layout: Layout;
}

/** What a person says of the input, where the file leaves it open. */
export interface WishedInput {
	readonly size?: Size;
	readonly layout?: Layout;
}

/** Where neither the file nor a person says a size: that of most networks trained on ImageNet. */
const USUAL_SIZE: Size = { width: 224, height: 224 };

const FLOAT16 = 10;

/** The one input of a network that takes photos. @throws {UnsupportedNetwork} */
export function photoInputOf({ inputs }: ForeignModel): ForeignInput {
	const [input] = inputs;
	if (!input || inputs.length > 1) throw new UnsupportedNetwork(`a network of ${inputs.length} inputs`);
	if (![ELEMENT_TYPES.float32, ELEMENT_TYPES.uint8, FLOAT16].includes(input.type))
		throw new UnsupportedNetwork(`an input of type ${input.type}`);
	return input;
}

/** What photos a network takes: the file says so, or else a person. @throws {UnsupportedNetwork} */
export function describeInput(model: ForeignModel, wished: WishedInput): PhotoInput {
	const { shape } = photoInputOf(model);
	if (shape.length !== 4) throw new UnsupportedNetwork(`an input of ${shape.length} dimensions`);
	const [batch, first, second, third] = shape;
	if (batch !== undefined && batch !== 1) throw new UnsupportedNetwork(`a batch of ${batch} photos`);
	const layout = wished.layout ?? (third === 3 && first !== 3 ? 'nhwc' : 'nchw');
	const [channels, height, width] = layout === 'nchw' ? [first, second, third] : [third, first, second];
	if (channels !== undefined && channels !== 3)
		throw new UnsupportedNetwork(`an input of ${channels} channels (${layout})`);
	const size = wished.size ?? USUAL_SIZE;
	const isOther = (width ?? size.width) !== size.width || (height ?? size.height) !== size.height;
	if (wished.size && isOther) throw new UnsupportedNetwork(`another size than ${width} × ${height}`);
	return { width: width ?? size.width, height: height ?? size.height, layout };
}

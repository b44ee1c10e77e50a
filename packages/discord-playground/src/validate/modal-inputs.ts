import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { componentBase, customId } from './component-base.ts';
import { boolean, integer, issue, list, text } from './fields.ts';
import { type Choosable, choosable, optionBase } from './selects.ts';

export const textInput = z
	.object({
		...componentBase,
		type: z.literal(ComponentType.TextInput),
		custom_id: customId,
		style: z.literal([1, 2]),
		label: text({ min: 1, max: 45 }).nullish(),
		min_length: integer({ min: 0, max: 4000 }).optional(),
		max_length: integer({ min: 1, max: 4000 }).optional(),
		required: boolean.optional(),
		value: text({ max: 4000 }).optional(),
		placeholder: text({ max: 100 }).optional(),
	})
	.check((context) => {
		const { min_length = 0, max_length = 4000 } = context.value;
		if (min_length > max_length) {
			const message = `min_length must be equal to or less than ${max_length}.`;
			context.issues.push(issue('COMPONENT_VALIDATION_FAILED', message, context.value, ['min_length']));
		}
	});

export const fileUpload = z
	.object({
		...componentBase,
		type: z.literal(ComponentType.FileUpload),
		custom_id: customId,
		min_values: integer({ min: 0, max: 10 }).optional(),
		max_values: integer({ min: 1, max: 10 }).optional(),
		required: boolean.optional(),
		file_types: list(z.string(), { max: 10 }).optional(),
	})
	.check(choosable(() => 1));

export const radioGroup = z
	.object({
		...componentBase,
		type: z.literal(ComponentType.RadioGroup),
		custom_id: customId,
		options: list(z.object(optionBase), { min: 2, max: 10 }),
		required: boolean.optional(),
	})
	.check(choosable<Choosable>(() => 1));

export const checkboxGroup = z
	.object({
		...componentBase,
		type: z.literal(ComponentType.CheckboxGroup),
		custom_id: customId,
		options: list(z.object(optionBase), { min: 1, max: 10 }),
		min_values: integer({ min: 0, max: 10 }).optional(),
		max_values: integer({ min: 1, max: 10 }).optional(),
		required: boolean.optional(),
	})
	.check(choosable(({ options }) => options.length));

export const checkbox = z.object({
	...componentBase,
	type: z.literal(ComponentType.Checkbox),
	custom_id: customId,
	default: boolean.optional(),
});

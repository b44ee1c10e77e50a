import { ComponentType, SelectMenuDefaultValueType } from 'discord-api-types/v10';
import { z } from 'zod';
import { componentBase, customId } from './component-base.ts';
import { partialEmoji } from './emoji.ts';
import { boolean, integer, issue, list, snowflake, text } from './fields.ts';

const selectBase = {
	...componentBase,
	custom_id: customId,
	placeholder: text({ max: 150 }).optional(),
	min_values: integer({ min: 0, max: 25 }).optional(),
	max_values: integer({ min: 1, max: 25 }).optional(),
	disabled: boolean.optional(),
	required: boolean.optional(),
};

export interface Choosable {
	readonly min_values?: number | undefined;
	readonly max_values?: number | undefined;
	readonly required?: boolean | undefined;
	readonly options?: readonly { readonly value: string }[] | undefined;
}

/** Bounds must fit each other and the options; a required one cannot be satisfied by choosing nothing. */
export function choosable<Value extends Choosable>(defaultMax: (value: Value) => number) {
	return (context: z.core.ParsePayload<Value>) => {
		const { value } = context;
		const min = value.min_values ?? 1;
		const max = value.max_values ?? defaultMax(value);
		const options = value.options;
		if (min > max) {
			const message = `min_values must be equal to or less than ${max}.`;
			context.issues.push(issue('COMPONENT_VALIDATION_FAILED', message, value, ['min_values']));
		}
		if (options && max > options.length) {
			const message = `max_values must be equal to or less than ${options.length}.`;
			context.issues.push(issue('COMPONENT_VALIDATION_FAILED', message, value, ['max_values']));
		}
		const seen = new Set<string>();
		options?.forEach((option, index) => {
			if (seen.has(option.value)) {
				const path = ['options', index, 'value'];
				const message = 'The specified option value is already used';
				context.issues.push(issue('SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message, value, path));
			}
			seen.add(option.value);
		});
	};
}

/** An option of a select, radio or checkbox group. */
export const optionBase = {
	label: text({ min: 1, max: 100 }),
	value: text({ min: 1, max: 100 }),
	description: text({ max: 100 }).optional(),
	default: boolean.optional(),
};

export const stringSelect = z
	.object({
		...selectBase,
		type: z.literal(ComponentType.StringSelect),
		options: list(
			z.object({ ...optionBase, emoji: partialEmoji('SELECT_COMPONENT_OPTION_INVALID_EMOJI').optional() }),
			{ min: 1, max: 25 },
		),
	})
	.check(choosable(() => 1));

function defaultValues(types: readonly SelectMenuDefaultValueType[]) {
	return {
		default_values: list(z.object({ id: snowflake, type: z.literal(types) }), { max: 25 }).optional(),
	};
}

export const userSelect = z
	.object({
		...selectBase,
		...defaultValues([SelectMenuDefaultValueType.User]),
		type: z.literal(ComponentType.UserSelect),
	})
	.check(choosable(() => 1));

export const roleSelect = z
	.object({
		...selectBase,
		...defaultValues([SelectMenuDefaultValueType.Role]),
		type: z.literal(ComponentType.RoleSelect),
	})
	.check(choosable(() => 1));

export const mentionableSelect = z
	.object({
		...selectBase,
		...defaultValues([SelectMenuDefaultValueType.User, SelectMenuDefaultValueType.Role]),
		type: z.literal(ComponentType.MentionableSelect),
	})
	.check(choosable(() => 1));

export const channelSelect = z
	.object({
		...selectBase,
		...defaultValues([SelectMenuDefaultValueType.Channel]),
		type: z.literal(ComponentType.ChannelSelect),
		channel_types: list(integer({ min: 0, max: 16 })).optional(),
	})
	.check(choosable(() => 1));

/** By type, as rows of messages and labels of modals take them. */
export const selects = {
	[ComponentType.StringSelect]: stringSelect,
	[ComponentType.UserSelect]: userSelect,
	[ComponentType.RoleSelect]: roleSelect,
	[ComponentType.MentionableSelect]: mentionableSelect,
	[ComponentType.ChannelSelect]: channelSelect,
};

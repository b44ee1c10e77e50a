import { ButtonStyle, ComponentType, SelectMenuDefaultValueType } from 'discord-api-types/v10';
import { z } from 'zod';
import { partialEmoji } from './emoji.ts';
import { boolean, byType, integer, issue, list, snowflake, text, url } from './fields.ts';

/** What every component may carry: its number within the message. */
export const componentBase = { id: integer({ min: 0, max: 2 ** 31 - 1 }).optional() };

export const customId = text({ min: 1, max: 100 });

export const button = z
	.object({
		...componentBase,
		type: z.literal(ComponentType.Button),
		style: z.literal([
			ButtonStyle.Primary,
			ButtonStyle.Secondary,
			ButtonStyle.Success,
			ButtonStyle.Danger,
			ButtonStyle.Link,
			ButtonStyle.Premium,
		]),
		label: text({ max: 80 }).optional(),
		emoji: partialEmoji('BUTTON_COMPONENT_INVALID_EMOJI').optional(),
		custom_id: customId.optional(),
		url: url(['http', 'https', 'discord'], { max: 512 }).optional(),
		sku_id: snowflake.optional(),
		disabled: boolean.optional(),
	})
	.check((context) => {
		const { style, label, emoji, custom_id, url: link, sku_id } = context.value;
		const complain = (field: string, code: string, message: string) =>
			context.issues.push(issue(code, message, context.value, [field]));
		if (style === ButtonStyle.Premium) {
			if (sku_id === undefined) complain('sku_id', 'BASE_TYPE_REQUIRED', 'This field is required');
			return;
		}
		if (!label && !emoji) complain('label', 'BASE_TYPE_REQUIRED', 'A label or an emoji is required');
		if (style === ButtonStyle.Link) {
			if (link === undefined) complain('url', 'BUTTON_COMPONENT_URL_REQUIRED', 'A url is required');
			if (custom_id !== undefined) complain('custom_id', ...MUTUALLY_EXCLUSIVE);
			return;
		}
		if (custom_id === undefined) {
			complain('custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
		}
		if (link !== undefined) complain('url', ...MUTUALLY_EXCLUSIVE);
	});

const MUTUALLY_EXCLUSIVE = [
	'BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE',
	'A custom id and url cannot both be specified',
] as const;

const selectBase = {
	...componentBase,
	custom_id: customId,
	placeholder: text({ max: 150 }).optional(),
	min_values: integer({ min: 0, max: 25 }).optional(),
	max_values: integer({ min: 1, max: 25 }).optional(),
	disabled: boolean.optional(),
	required: boolean.optional(),
};

interface Choosable {
	readonly min_values?: number | undefined;
	readonly max_values?: number | undefined;
	readonly required?: boolean | undefined;
	readonly options?: readonly { readonly value: string }[] | undefined;
}

/** Bounds must fit each other and the options; a required one cannot be satisfied by choosing nothing. */
function choosable<Value extends Choosable>(defaultMax: (value: Value) => number) {
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

const optionBase = {
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

const ROW_WIDTH = 5;

/** Up to five buttons, or one select: a select is as wide as the row. */
export const actionRow = z
	.object({
		...componentBase,
		type: z.literal(ComponentType.ActionRow),
		components: list(byType({ [ComponentType.Button]: button, ...selects }), { min: 1, max: ROW_WIDTH }),
	})
	.check((context) => {
		let width = 0;
		context.value.components.forEach((component, index) => {
			width += component.type === ComponentType.Button ? 1 : ROW_WIDTH;
			if (width > ROW_WIDTH) {
				const message = 'The specified component exceeds the maximum width';
				const path = ['components', index];
				context.issues.push(issue('COMPONENT_LAYOUT_WIDTH_EXCEEDED', message, component, path));
			}
		});
	});

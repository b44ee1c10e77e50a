import { ButtonStyle, ComponentType, SelectMenuDefaultValueType as DefaultType } from 'discord-api-types/v10';
import { z } from 'zod';
import { parseEmoji } from '../world/reactions.ts';
import { type Complain, list, rule, snowflake, text, url } from './fields.ts';

const ROW_WIDTH = 5;

/** What every component has: its type, and maybe its number within the message. */
export function component<Type extends ComponentType, Fields extends z.ZodRawShape>(
	type: Type,
	fields: Fields,
) {
	return z.object({
		id: z
			.int()
			.min(0)
			.max(2 ** 31 - 1)
			.optional(),
		type: z.literal(type),
		...fields,
	});
}

export const customId = text({ min: 1, max: 100 });

/** The emoji of a button or an option: a character, or a custom one by id. */
function partialEmoji(discordCode: string) {
	return z
		.object({ id: snowflake.nullish(), name: z.string().nullish(), animated: z.boolean().nullish() })
		.check(
			rule(({ id, name }, complain) => {
				const isEmoji = typeof id === 'string' || (typeof name === 'string' && parseEmoji(name) !== null);
				if (!isEmoji) complain(discordCode, 'Invalid emoji', 'name');
			}),
		)
		.optional();
}

export const button = component(ComponentType.Button, {
	style: z.literal(Object.values(ButtonStyle).filter((style) => typeof style === 'number')),
	label: text({ max: 80 }).optional(),
	emoji: partialEmoji('BUTTON_COMPONENT_INVALID_EMOJI'),
	custom_id: customId.optional(),
	url: url(['http', 'https', 'discord'], 512).optional(),
	sku_id: snowflake.optional(),
	disabled: z.boolean().optional(),
}).check(
	rule(({ style, label, emoji, custom_id, url: link, sku_id }, complain) => {
		const isBoth = 'A custom id and url cannot both be specified';
		if (style === ButtonStyle.Premium) {
			if (sku_id === undefined) complain('BASE_TYPE_REQUIRED', 'This field is required', 'sku_id');
			return;
		}
		if (!label && !emoji) complain('BASE_TYPE_REQUIRED', 'A label or an emoji is required', 'label');
		if (style === ButtonStyle.Link) {
			if (link === undefined) complain('BUTTON_COMPONENT_URL_REQUIRED', 'A url is required', 'url');
			if (custom_id !== undefined) complain('BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE', isBoth, 'custom_id');
			return;
		}
		if (custom_id === undefined) {
			complain('BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required', 'custom_id');
		}
		if (link !== undefined) complain('BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE', isBoth, 'url');
	}),
);

interface Choosable {
	readonly min_values?: number | undefined;
	readonly max_values?: number | undefined;
	readonly options?: readonly { readonly value: string }[] | undefined;
}

/** Bounds must fit each other and the options; without one, as many as one, or as `many` there are, are chosen. */
export function checkChoosable(value: Choosable, complain: Complain, many = 1): void {
	const { min_values: min = 1, max_values: max = many, options } = value;
	if (min > max) {
		complain('COMPONENT_VALIDATION_FAILED', `min_values must be equal to or less than ${max}.`, 'min_values');
	}
	if (!options) return;
	if (max > options.length) {
		const message = `max_values must be equal to or less than ${options.length}.`;
		complain('COMPONENT_VALIDATION_FAILED', message, 'max_values');
	}
	const values = options.map((option) => option.value);
	values.forEach((value, index) => {
		if (values.indexOf(value) === index) return;
		const message = 'The specified option value is already used';
		complain('SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', message, 'options', index, 'value');
	});
}

/** An option of a select, radio or checkbox group. */
export const optionFields = {
	label: text({ min: 1, max: 100 }),
	value: text({ min: 1, max: 100 }),
	description: text({ max: 100 }).optional(),
	default: z.boolean().optional(),
};

function select<Type extends ComponentType, Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
	return component(type, {
		custom_id: customId,
		placeholder: text({ max: 150 }).optional(),
		min_values: z.int().min(0).max(25).optional(),
		max_values: z.int().min(1).max(25).optional(),
		disabled: z.boolean().optional(),
		required: z.boolean().optional(),
		...fields,
	});
}

function defaultsOf(...types: DefaultType[]) {
	return {
		default_values: list(z.object({ id: snowflake, type: z.literal(types) }), { max: 25 }).optional(),
	};
}

const optionEmoji = { emoji: partialEmoji('SELECT_COMPONENT_OPTION_INVALID_EMOJI') };
const selectOptions = list(z.object({ ...optionFields, ...optionEmoji }), { min: 1, max: 25 });

/** As rows of messages and labels of modals take them. */
export const selects = [
	select(ComponentType.StringSelect, { options: selectOptions }).check(rule(checkChoosable)),
	select(ComponentType.UserSelect, defaultsOf(DefaultType.User)).check(rule(checkChoosable)),
	select(ComponentType.RoleSelect, defaultsOf(DefaultType.Role)).check(rule(checkChoosable)),
	select(ComponentType.MentionableSelect, defaultsOf(DefaultType.User, DefaultType.Role)).check(
		rule(checkChoosable),
	),
	select(ComponentType.ChannelSelect, {
		...defaultsOf(DefaultType.Channel),
		channel_types: list(z.int().min(0).max(16)).optional(),
	}).check(rule(checkChoosable)),
] as const;

/** Up to five buttons, or one select: a select is as wide as the row. */
export const actionRow = component(ComponentType.ActionRow, {
	components: list(z.discriminatedUnion('type', [button, ...selects]), { min: 1, max: ROW_WIDTH }),
}).check(
	rule(({ components }, complain) => {
		let width = 0;
		components.forEach(({ type }, index) => {
			width += type === ComponentType.Button ? 1 : ROW_WIDTH;
			if (width <= ROW_WIDTH) return;
			const message = 'The specified component exceeds the maximum width';
			complain('COMPONENT_LAYOUT_WIDTH_EXCEEDED', message, 'components', index);
		});
	}),
);

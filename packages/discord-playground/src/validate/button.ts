import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { componentBase, customId } from './component-base.ts';
import { partialEmoji } from './emoji.ts';
import { boolean, issue, snowflake, text, url } from './fields.ts';

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

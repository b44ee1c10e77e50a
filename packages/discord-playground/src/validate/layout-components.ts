import { ComponentType, SeparatorSpacingSize } from 'discord-api-types/v10';
import { z } from 'zod';
import { actionRow } from './action-row.ts';
import { button } from './button.ts';
import { componentBase } from './component-base.ts';
import { boolean, byType, integer, list, text, url } from './fields.ts';

/** The longest one; all of a message together have the same limit. */
export const MAX_DISPLAYED_TEXT = 4000;

export const textDisplay = z.object({
	...componentBase,
	type: z.literal(ComponentType.TextDisplay),
	content: text({ min: 1, max: MAX_DISPLAYED_TEXT }),
});

const media = z.object({ url: url(['http', 'https', 'attachment'], { max: 2048 }) });

const thumbnail = z.object({
	...componentBase,
	type: z.literal(ComponentType.Thumbnail),
	media,
	description: text({ min: 1, max: 1024 }).nullish(),
	spoiler: boolean.optional(),
});

const section = z.object({
	...componentBase,
	type: z.literal(ComponentType.Section),
	components: list(byType({ [ComponentType.TextDisplay]: textDisplay }), { min: 1, max: 3 }),
	accessory: byType({ [ComponentType.Button]: button, [ComponentType.Thumbnail]: thumbnail }),
});

const mediaGallery = z.object({
	...componentBase,
	type: z.literal(ComponentType.MediaGallery),
	items: list(
		z.object({ media, description: text({ min: 1, max: 1024 }).nullish(), spoiler: boolean.optional() }),
		{ min: 1, max: 10 },
	),
});

const file = z.object({
	...componentBase,
	type: z.literal(ComponentType.File),
	file: z.object({ url: url(['attachment'], { max: 2048 }) }),
	spoiler: boolean.optional(),
});

const separator = z.object({
	...componentBase,
	type: z.literal(ComponentType.Separator),
	divider: boolean.optional(),
	spacing: z.literal([SeparatorSpacingSize.Small, SeparatorSpacingSize.Large]).optional(),
});

const inContainer = {
	[ComponentType.ActionRow]: actionRow,
	[ComponentType.Section]: section,
	[ComponentType.TextDisplay]: textDisplay,
	[ComponentType.MediaGallery]: mediaGallery,
	[ComponentType.File]: file,
	[ComponentType.Separator]: separator,
};

const container = z.object({
	...componentBase,
	type: z.literal(ComponentType.Container),
	components: list(byType(inContainer), { min: 1, max: 40 }),
	accent_color: integer({ min: 0, max: 0xffffff }).nullish(),
	spoiler: boolean.optional(),
});

/** Messages without the components v2 flag: up to five rows. */
export const legacyComponents = list(byType({ [ComponentType.ActionRow]: actionRow }), { max: 5 });

export const layoutComponents = list(byType({ ...inContainer, [ComponentType.Container]: container }), {
	max: 40,
});

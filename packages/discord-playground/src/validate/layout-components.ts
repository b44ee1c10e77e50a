import { ComponentType, SeparatorSpacingSize } from 'discord-api-types/v10';
import { z } from 'zod';
import { type ComponentNode, displayedText, walkComponents } from '../world/components.ts';
import { actionRow, button, component } from './components.ts';
import { type Complain, characters, list, rule, text, url } from './fields.ts';

const MAX_COMPONENTS = 40;
/** The longest one; all of a message together have the same limit. */
const MAX_DISPLAYED_TEXT = 4000;

export const textDisplay = component(ComponentType.TextDisplay, {
	content: text({ min: 1, max: MAX_DISPLAYED_TEXT }),
});

const spoiler = z.boolean().optional();
const media = {
	media: z.object({ url: url(['http', 'https', 'attachment'], 2048) }),
	description: text({ min: 1, max: 1024 }).nullish(),
	spoiler,
};

const thumbnail = component(ComponentType.Thumbnail, media);

const section = component(ComponentType.Section, {
	components: list(z.discriminatedUnion('type', [textDisplay]), { min: 1, max: 3 }),
	accessory: z.discriminatedUnion('type', [button, thumbnail]),
});

const mediaGallery = component(ComponentType.MediaGallery, {
	items: list(z.object(media), { min: 1, max: 10 }),
});

const file = component(ComponentType.File, { file: z.object({ url: url(['attachment'], 2048) }), spoiler });

const separator = component(ComponentType.Separator, {
	divider: z.boolean().optional(),
	spacing: z.literal([SeparatorSpacingSize.Small, SeparatorSpacingSize.Large]).optional(),
});

const inContainer = [actionRow, section, textDisplay, mediaGallery, file, separator] as const;

const container = component(ComponentType.Container, {
	components: list(z.discriminatedUnion('type', inContainer), { min: 1, max: MAX_COMPONENTS }),
	accent_color: z.int().min(0).max(0xffffff).nullish(),
	spoiler,
});

/** Messages without the components v2 flag: up to five rows. */
export const legacyComponents = list(z.discriminatedUnion('type', [actionRow]), { max: 5 }).check(
	rule(checkTree),
);

export const layoutComponents = list(z.discriminatedUnion('type', [...inContainer, container]), {
	max: MAX_COMPONENTS,
}).check(rule(checkTree));

/** What is checked over all components together: ids once, not too many, not too much text. */
export function checkTree(components: readonly ComponentNode[], complain: Complain): void {
	const all = walkComponents(components);
	for (const field of ['custom_id', 'id'] as const) {
		const seen = new Set<string | number>();
		for (const { node, path } of all) {
			const id = node[field];
			if (!id) continue;
			const message = `Component ${field.replace('_', ' ')} cannot be duplicated`;
			if (seen.has(id)) complain(`COMPONENT_${field.toUpperCase()}_DUPLICATED`, message, ...path, field);
			seen.add(id);
		}
	}
	if (all.length > MAX_COMPONENTS) {
		const message = `The total number of components (${all.length}) exceeds the maximum of ${MAX_COMPONENTS}`;
		complain('COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', message);
	}
	if (characters(displayedText(components).replaceAll('\n', '')) > MAX_DISPLAYED_TEXT) {
		const message = `The displayable text size exceeds the maximum of ${MAX_DISPLAYED_TEXT}`;
		complain('COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', message);
	}
}

import { ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { button } from './button.ts';
import { componentBase } from './component-base.ts';
import { byType, issue, list } from './fields.ts';
import { selects } from './selects.ts';

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

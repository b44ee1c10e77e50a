import { type APIModalInteractionResponseCallbackData, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { numberComponents } from '../world/components.ts';
import { componentBase, customId } from './component-base.ts';
import { checkTree } from './component-tree.ts';
import { byType, issue, list, text } from './fields.ts';
import { Form } from './form.ts';
import { textDisplay } from './layout-components.ts';
import { checkbox, checkboxGroup, fileUpload, radioGroup, textInput } from './modal-inputs.ts';
import { selects } from './selects.ts';

/** The old way, without a label around it: the text input brings its own. */
const inputRow = z.object({
	...componentBase,
	type: z.literal(ComponentType.ActionRow),
	components: list(
		byType({ [ComponentType.TextInput]: textInput }).check((context) => {
			if (!context.value.label) {
				const path = ['label'];
				context.issues.push(issue('BASE_TYPE_REQUIRED', 'This field is required', context.value, path));
			}
		}),
		{ min: 1, max: 1 },
	),
});

const label = z.object({
	...componentBase,
	type: z.literal(ComponentType.Label),
	label: text({ min: 1, max: 45 }),
	description: text({ max: 100 }).optional(),
	component: byType({
		[ComponentType.TextInput]: textInput,
		...selects,
		[ComponentType.FileUpload]: fileUpload,
		[ComponentType.RadioGroup]: radioGroup,
		[ComponentType.CheckboxGroup]: checkboxGroup,
		[ComponentType.Checkbox]: checkbox,
	}).check((context) => {
		if ('disabled' in context.value && context.value.disabled === true) {
			const message = 'Components in modals cannot be disabled';
			context.issues.push(issue('COMPONENT_VALIDATION_FAILED', message, context.value, ['disabled']));
		}
		if ('min_values' in context.value && context.value.min_values === 0 && context.value.required !== false) {
			const message = 'min_values must be at least 1 when the component is required';
			context.issues.push(issue('COMPONENT_VALIDATION_FAILED', message, context.value, ['min_values']));
		}
	}),
});

const modal = z.object({
	custom_id: customId,
	title: text({ min: 1, max: 45 }),
	components: list(
		byType({
			[ComponentType.ActionRow]: inputRow,
			[ComponentType.TextDisplay]: textDisplay,
			[ComponentType.Label]: label,
		}),
		{ min: 1, max: 5 },
	),
});

/** @throws {DiscordError} 50035 */
export function parseModalBody(value: unknown): APIModalInteractionResponseCallbackData {
	const form = new Form();
	const parsed = form.parse(modal, value, ['data']);
	if (parsed) checkTree(parsed.components, form, ['data', 'components']);
	form.throwIfInvalid();
	if (parsed) numberComponents(parsed.components);
	return parsed as APIModalInteractionResponseCallbackData;
}

import { type APIModalInteractionResponseCallbackData, ComponentType } from 'discord-api-types/v10';
import { z } from 'zod';
import { numberComponents } from '../world/components.ts';
import { checkChoosable, component, customId, optionFields, selects } from './components.ts';
import { list, rule, text } from './fields.ts';
import { parseForm } from './form.ts';
import { checkTree, textDisplay } from './layout-components.ts';

const input = { custom_id: customId, required: z.boolean().optional() };

const textInput = component(ComponentType.TextInput, {
	...input,
	style: z.literal([1, 2]),
	label: text({ min: 1, max: 45 }).nullish(),
	min_length: z.int().min(0).max(4000).optional(),
	max_length: z.int().min(1).max(4000).optional(),
	value: text({ max: 4000 }).optional(),
	placeholder: text({ max: 100 }).optional(),
}).check(
	rule(({ min_length = 0, max_length = 4000 }, complain) => {
		const message = `min_length must be equal to or less than ${max_length}.`;
		if (min_length > max_length) complain('COMPONENT_VALIDATION_FAILED', message, 'min_length');
	}),
);

const bounds = {
	min_values: z.int().min(0).max(10).optional(),
	max_values: z.int().min(1).max(10).optional(),
};
const option = z.object(optionFields);

const fileUpload = component(ComponentType.FileUpload, {
	...input,
	...bounds,
	file_types: list(z.string(), { max: 10 }).optional(),
}).check(rule(checkChoosable));

const radioGroup = component(ComponentType.RadioGroup, {
	...input,
	options: list(option, { min: 2, max: 10 }),
}).check(rule(checkChoosable));

const checkboxGroup = component(ComponentType.CheckboxGroup, {
	...input,
	...bounds,
	options: list(option, { min: 1, max: 10 }),
}).check(rule((group, complain) => checkChoosable(group, complain, group.options.length)));

const checkbox = component(ComponentType.Checkbox, { ...input, default: z.boolean().optional() });

/** The old way, without a label around it: the text input brings its own. */
const inputRow = component(ComponentType.ActionRow, {
	components: list(
		z.discriminatedUnion('type', [textInput]).check(
			rule(({ label }, complain) => {
				if (!label) complain('BASE_TYPE_REQUIRED', 'This field is required', 'label');
			}),
		),
		{ min: 1, max: 1 },
	),
});

const inputs = [textInput, ...selects, fileUpload, radioGroup, checkboxGroup, checkbox] as const;

const label = component(ComponentType.Label, {
	label: text({ min: 1, max: 45 }),
	description: text({ max: 100 }).optional(),
	component: z.discriminatedUnion('type', inputs).check(
		rule((value, complain) => {
			if ('disabled' in value && value.disabled === true) {
				complain('COMPONENT_VALIDATION_FAILED', 'Components in modals cannot be disabled', 'disabled');
			}
			if ('min_values' in value && value.min_values === 0 && value.required !== false) {
				const message = 'min_values must be at least 1 when the component is required';
				complain('COMPONENT_VALIDATION_FAILED', message, 'min_values');
			}
		}),
	),
});

const modal = z.object({
	custom_id: customId,
	title: text({ min: 1, max: 45 }),
	components: list(z.discriminatedUnion('type', [inputRow, textDisplay, label]), { min: 1, max: 5 }).check(
		rule(checkTree),
	),
});

/** @throws {DiscordError} 50035 */
export function parseModalBody(value: unknown): APIModalInteractionResponseCallbackData {
	const parsed = parseForm(modal, value, ['data']);
	numberComponents(parsed.components);
	return parsed as APIModalInteractionResponseCallbackData;
}

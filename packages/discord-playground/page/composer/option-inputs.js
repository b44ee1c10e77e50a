import { h } from '../lib/dom.js';
import { filePicker } from '../overlay/file-picker.js';
import { channelsIn, peopleIn, rolesIn } from '../overlay/select-options.js';
import { autocompleteInput } from './autocomplete.js';
import { localized } from './commands.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 * @import { Suggest } from './autocomplete.js'
 *
 * @typedef {string | number | boolean | { file: number }} OptionValue
 * @typedef {{ element: HTMLElement, control: HTMLElement, read: (files: File[]) => OptionValue | undefined,
 *   take?: (files: readonly File[]) => void }} OptionInput
 */

const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;
const ATTACHMENT = 11;

/**
 * @param {App} app
 * @param {APIApplicationCommandBasicOption} option
 * @param {string} id
 * @param {Suggest} suggest
 * @returns {OptionInput}
 */
export function optionInput(app, option, id, suggest) {
	const { locale, channel } = app.view;
	const shared = { id, class: 'input', required: option.required };
	if (option.type === ATTACHMENT) {
		const label = localized(option.name, option.name_localizations, locale);
		const accept = option.file_types?.map((type) => (type.startsWith('.') ? type : `${type}/*`)).join(',');
		const picker = filePicker(app, { id, label, max: 1, accept });
		return {
			element: picker.element,
			control: picker.input,
			take: picker.take,
			read(files) {
				const [file] = picker.files();
				return file && { file: files.push(file) - 1 };
			},
		};
	}
	const isNumber = option.type === INTEGER || option.type === NUMBER;
	if ('choices' in option && option.choices?.length) {
		const choices = option.choices.map(({ name, name_localizations, value }) => ({
			value: String(value),
			label: localized(name, name_localizations, locale),
		}));
		return chooser(choices, shared, (value) => (isNumber ? Number(value) : value));
	}
	if ('autocomplete' in option && option.autocomplete) return autocompleteInput(app, option, shared, suggest);
	if (option.type === STRING) {
		const element = h('input', {
			...{ ...shared, type: 'text', autocomplete: 'off' },
			...{ minlength: option.min_length, maxlength: option.max_length },
		});
		return { element, control: element, read: () => element.value || undefined };
	}
	if (option.type === INTEGER || option.type === NUMBER) {
		const step = option.type === INTEGER ? 1 : 'any';
		const element = h('input', {
			...shared,
			type: 'number',
			step,
			min: option.min_value,
			max: option.max_value,
		});
		return {
			element,
			control: element,
			read: () => (element.value === '' ? undefined : element.valueAsNumber),
		};
	}
	if (option.type === BOOLEAN) {
		const { yes, no } = app.texts();
		const choices = [
			{ value: 'true', label: yes },
			{ value: 'false', label: no },
		];
		const input = chooser(choices, shared, (value) => value === 'true');
		// Who adds a switch that could be left out wants it on.
		if (!option.required) input.control.value = 'true';
		return input;
	}
	if (!channel) throw new Error('a command is called in a channel');
	const people = () => peopleIn(app, channel);
	const roles = () => rolesIn(app, channel);
	const choices = {
		6: people,
		7: () => channelsIn(app, channel, 'channel_types' in option ? option.channel_types : undefined),
		8: roles,
		9: () => [...people(), ...roles()],
	}[option.type]();
	return chooser(choices, shared, (value) => value);
}

/**
 * @param {readonly { value: string, label: string }[]} choices
 * @param {{ id: string, class: string, required?: boolean }} attributes
 * @param {(value: string) => OptionValue} convert
 */
function chooser(choices, attributes, convert) {
	const element = h(
		'select',
		attributes,
		h('option', { value: '' }, '…'),
		choices.map(({ value, label }) => h('option', { value }, label)),
	);
	return {
		element,
		control: element,
		read: () => (element.value === '' ? undefined : convert(element.value)),
	};
}

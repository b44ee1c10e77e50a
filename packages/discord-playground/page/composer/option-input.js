import { html } from '../lib/html.js';
import { FilePicker } from '../overlay/file-picker.js';
import { channelsIn, peopleIn, rolesIn } from '../overlay/select-options.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { Autocomplete } from './autocomplete.js';
import { localized } from './commands.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { Suggest } from './autocomplete.js'
 *
 * @typedef {string | number | boolean | File} OptionValue
 * @typedef {{ option: APIApplicationCommandBasicOption, id: string, value: OptionValue | undefined,
 *   onValue: (value: OptionValue | undefined) => void, suggest: Suggest }} Props
 */

const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;
export const ATTACHMENT = 11;

/** @param {Props} props */
export function OptionInput({ option, id, value, onValue, suggest }) {
	const shared = { id, class: 'input', required: option.required };
	if (option.type === ATTACHMENT) {
		const label = localized(option.name, option.name_localizations);
		const accept = option.file_types?.map((type) => (type.startsWith('.') ? type : `${type}/*`)).join(',');
		const onFiles = (/** @type {File[]} */ [file]) => onValue(file);
		return html`<${FilePicker} ...${{ id, label, accept, onFiles }} max=${1} files=${value ? [value] : []} />`;
	}
	const isNumber = option.type === INTEGER || option.type === NUMBER;
	if ('choices' in option && option.choices?.length) {
		const choices = option.choices.map(({ name, name_localizations, value: choice }) => ({
			value: String(choice),
			label: localized(name, name_localizations),
		}));
		const convert = (/** @type {string} */ chosen) => (isNumber ? Number(chosen) : chosen);
		return html`<${Chooser} ...${{ choices, shared, value, convert, onValue }} />`;
	}
	if ('autocomplete' in option && option.autocomplete) {
		return html`<${Autocomplete} ...${{ id, option, value, suggest, onValue }} />`;
	}
	if (option.type === STRING || isNumber) {
		/** @param {{ target: HTMLInputElement }} event */
		const onInput = ({ target }) => {
			if (target.value === '') onValue(undefined);
			else onValue(isNumber ? target.valueAsNumber : target.value);
		};
		const limits =
			'min_length' in option || 'max_length' in option
				? { minlength: option.min_length, maxlength: option.max_length }
				: 'min_value' in option || 'max_value' in option
					? { min: option.min_value, max: option.max_value }
					: {};
		const step = option.type === NUMBER ? 'any' : undefined;
		const type = isNumber ? 'number' : 'text';
		return html`
			<input ...${{ ...shared, ...limits, type, step }} autocomplete="off" defaultValue=${value} onInput=${onInput} />
		`;
	}
	const choices = choicesOf(option);
	const convert = (/** @type {string} */ chosen) => (option.type === BOOLEAN ? chosen === 'true' : chosen);
	return html`<${Chooser} ...${{ choices, shared, value, convert, onValue }} />`;
}

/**
 * Yes and no, or who and what is where one looks.
 * @param {APIApplicationCommandBasicOption} option
 */
function choicesOf(option) {
	const { channel } = view;
	if (option.type === BOOLEAN) {
		return [
			{ value: 'true', label: texts.yes },
			{ value: 'false', label: texts.no },
		];
	}
	if (!channel) return [];
	if (option.type === 7) return channelsIn(channel, option.channel_types);
	return [
		...(option.type === 6 || option.type === 9 ? peopleIn(channel) : []),
		...(option.type === 8 || option.type === 9 ? rolesIn(channel) : []),
	];
}

/**
 * @param {{ choices: readonly { value: string, label: string }[], shared: object, value: OptionValue | undefined,
 *   convert: (value: string) => OptionValue, onValue: Props['onValue'] }} props
 */
function Chooser({ choices, shared, value, convert, onValue }) {
	/** @param {{ target: HTMLSelectElement }} event */
	const onChange = ({ target }) => onValue(target.value === '' ? undefined : convert(target.value));
	const options = choices.map(
		(choice) =>
			html`<option value=${choice.value} selected=${choice.value === String(value)}>${choice.label}</option>`,
	);
	return html`<select ...${shared} onChange=${onChange}><option value="">…</option>${options}</select>`;
}

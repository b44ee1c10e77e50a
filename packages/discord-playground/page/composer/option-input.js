import { html } from '../lib/html.js';
import { FilePicker } from '../overlay/file-picker.js';
import { channelsIn, peopleIn, rolesIn } from '../overlay/select-options.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { Autocomplete } from './autocomplete.js';
import { nameOf } from './commands.js';
import { OptionType } from './option-value.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { Suggest } from './autocomplete.js'
 */

/**
 * A field of a form, which finds what was entered by the option's name.
 * @param {{ option: APIApplicationCommandBasicOption, id: string, preset?: string, suggest: Suggest,
 *   dropped?: readonly File[] }} props
 */
export function OptionInput({ option, id, preset, suggest, dropped }) {
	const { name } = option;
	const shared = { id, name, class: 'input', required: option.required };
	if (option.type === OptionType.attachment) {
		const accept = option.file_types?.map((type) => (type.startsWith('.') ? type : `${type}/*`)).join(',');
		return html`<${FilePicker} ...${{ id, name, accept, dropped }} label=${nameOf(option)} max=${1} />`;
	}
	const choices = choicesOf(option);
	if (choices) {
		const views = choices.map(
			({ value, label }) => html`<option value=${value} selected=${value === preset}>${label}</option>`,
		);
		return html`<select ...${shared}><option value="">…</option>${views}</select>`;
	}
	if ('autocomplete' in option && option.autocomplete) {
		return html`<${Autocomplete} ...${{ id, option, preset, suggest }} />`;
	}
	const isText = option.type === OptionType.string;
	const limits =
		'min_length' in option || 'max_length' in option
			? { minlength: option.min_length, maxlength: option.max_length }
			: 'min_value' in option || 'max_value' in option
				? { min: option.min_value, max: option.max_value }
				: {};
	const step = option.type === OptionType.number ? 'any' : undefined;
	return html`
		<input ...${{ ...shared, ...limits, step }} type=${isText ? 'text' : 'number'} autocomplete="off" defaultValue=${preset} />
	`;
}

/**
 * The option's own choices, yes and no, or who and what is where one looks; undefined where anything can be written.
 * @param {APIApplicationCommandBasicOption} option
 */
function choicesOf(option) {
	if ('choices' in option && option.choices?.length) {
		return option.choices.map((choice) => ({ value: String(choice.value), label: nameOf(choice) }));
	}
	if (option.type === OptionType.boolean) {
		return [
			{ value: 'true', label: texts.yes },
			{ value: 'false', label: texts.no },
		];
	}
	const { channel } = view;
	if (!channel) return undefined;
	switch (option.type) {
		case 6:
			return peopleIn(channel);
		case 7:
			return channelsIn(channel, option.channel_types);
		case 8:
			return rolesIn(channel);
		case 9:
			return [...peopleIn(channel), ...rolesIn(channel)];
		default:
			return undefined;
	}
}

import { html } from '../lib/html.js';
import { store } from '../state/store.js';
import { FilePicker } from './file-picker.js';
import { SelectMenu } from './select-menu.js';
import { selectOptions } from './select-options.js';

/**
 * @import { APIModalInteractionResponseCallbackComponent, APITextInputComponent } from 'discord-api-types/v10'
 *
 * @typedef {Extract<APIModalInteractionResponseCallbackComponent, { type: 18 }>['component'] | APITextInputComponent} Input
 */

/**
 * What was entered, as its form tells.
 * @param {Input} input
 * @param {FormData} data
 * @param {File[]} files go beside the form, which says their places
 */
export function enteredIn({ type, custom_id: name }, data, files) {
	const all = data.getAll(name);
	if (type === 23) return all.length > 0;
	if (type === 4 || type === 21) return all[0] ?? '';
	// A field without a file has one without a name.
	const given = all.filter((each) => !(each instanceof File) || each.name !== '');
	return given.map((each) => (each instanceof File ? { file: files.push(each) - 1 } : each));
}

/** @param {{ input: Input, id: string, label: string, channelId: string }} props */
export function ModalInput({ input, id, label, channelId }) {
	const name = input.custom_id;
	switch (input.type) {
		case 4: {
			const attributes = {
				...{ id, name, class: 'input', placeholder: input.placeholder, required: input.required ?? true },
				...{ defaultValue: input.value, minlength: input.min_length, maxlength: input.max_length ?? 4000 },
			};
			return input.style === 1
				? html`<input type="text" autocomplete="off" ...${attributes} />`
				: html`<textarea rows="4" ...${attributes} />`;
		}
		case 19:
			return html`<${FilePicker} ...${{ id, name, label }} max=${input.max_values ?? 1} />`;
		case 21:
		case 22:
			return html`<${Choices} ...${{ input, id, label }} />`;
		case 23:
			return html`<input type="checkbox" ...${{ id, name }} defaultChecked=${input.default} />`;
		default:
			return html`
				<${SelectMenu}
					...${{ id, name }}
					options=${selectOptions(store.channel(channelId), input)}
					min=${input.required === false ? 0 : (input.min_values ?? 1)}
					max=${input.max_values ?? 1}
					label=${input.placeholder ?? label}
				/>
			`;
	}
}

/**
 * Radio buttons or check boxes.
 * @param {{ input: Extract<Input, { type: 21 | 22 }>, id: string, label: string }} props
 */
function Choices({ input, id, label }) {
	const isRadio = input.type === 21;
	const views = input.options.map(
		(option) => html`
			<label class="card choice">
				<input
					type=${isRadio ? 'radio' : 'checkbox'}
					name=${input.custom_id}
					value=${option.value}
					defaultChecked=${option.default}
					required=${isRadio && (input.required ?? true)}
				/>
				<span>${option.label}${option.description && html`<small>${option.description}</small>`}</span>
			</label>
		`,
	);
	return html`<div id=${id} role=${isRadio ? 'radiogroup' : 'group'} aria-label=${label}>${views}</div>`;
}

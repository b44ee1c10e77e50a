import { html } from '../lib/html.js';
import { store } from '../state/store.js';
import { FilePicker } from './file-picker.js';
import { SelectMenu } from './select-menu.js';
import { selectOptions } from './select-options.js';

/**
 * @import { APIModalInteractionResponseCallbackComponent, APITextInputComponent } from 'discord-api-types/v10'
 *
 * @typedef {Extract<APIModalInteractionResponseCallbackComponent, { type: 18 }>['component'] | APITextInputComponent} Input
 * @typedef {string | boolean | string[] | File[]} Entered
 */

/**
 * What an input says before anything was entered.
 * @param {Input} input
 * @param {string} channelId
 * @returns {Entered}
 */
export function presetOf(input, channelId) {
	switch (input.type) {
		case 4:
			return input.value ?? '';
		case 19:
			return [];
		case 21:
			return input.options.find((option) => option.default)?.value ?? '';
		case 22:
			return input.options.filter((option) => option.default).map(({ value }) => value);
		case 23:
			return input.default ?? false;
		default:
			return selectOptions(store.channel(channelId), input)
				.filter(({ chosen }) => chosen)
				.map(({ value }) => value);
	}
}

/**
 * @param {{ input: Input, id: string, label: string, channelId: string, value: Entered, onValue: (value: Entered) => void }} props
 */
export function ModalInput({ input, id, label, channelId, value, onValue }) {
	switch (input.type) {
		case 4: {
			const attributes = {
				...{ id, class: 'input', placeholder: input.placeholder, required: input.required ?? true, value },
				...{ minlength: input.min_length, maxlength: input.max_length ?? 4000 },
				onInput: (/** @type {{ target: HTMLInputElement }} */ { target }) => onValue(target.value),
			};
			return input.style === 1
				? html`<input type="text" autocomplete="off" ...${attributes} />`
				: html`<textarea rows="4" ...${attributes} />`;
		}
		case 19:
			return html`<${FilePicker} ...${{ id, label }} max=${input.max_values ?? 1} files=${value} onFiles=${onValue} />`;
		case 21:
		case 22:
			return html`<${Choices} ...${{ input, id, label, value, onValue }} />`;
		case 23:
			return html`<input type="checkbox" id=${id} checked=${value} onChange=${() => onValue(!value)} />`;
		default:
			return html`
				<${SelectMenu}
					id=${id}
					options=${selectOptions(store.channel(channelId), input)}
					min=${input.required === false ? 0 : (input.min_values ?? 1)}
					max=${input.max_values ?? 1}
					label=${input.placeholder ?? label}
					onCommit=${onValue}
				/>
			`;
	}
}

/**
 * Radio buttons or check boxes.
 * @param {{ input: Extract<Input, { type: 21 | 22 }>, id: string, label: string, value: Entered,
 *   onValue: (value: Entered) => void }} props
 */
function Choices({ input, id, label, value, onValue }) {
	const isRadio = input.type === 21;
	const chosen = /** @type {string[]} */ ([value].flat());
	/** @param {string} option @param {boolean} isChosen */
	const choose = (option, isChosen) => {
		const others = chosen.filter((other) => other !== option);
		if (isRadio) onValue(option);
		else onValue(isChosen ? [...others, option] : others);
	};
	const views = input.options.map(
		(option) => html`
			<label class="choice">
				<input
					type=${isRadio ? 'radio' : 'checkbox'}
					name=${id}
					value=${option.value}
					checked=${chosen.includes(option.value)}
					required=${isRadio && (input.required ?? true)}
					onChange=${(/** @type {{ target: HTMLInputElement }} */ { target }) => choose(option.value, target.checked)}
				/>
				<span>${option.label}${option.description && html`<small>${option.description}</small>`}</span>
			</label>
		`,
	);
	return html`
		<div id=${id} role=${isRadio ? 'radiogroup' : 'group'} aria-label=${label}>${views}</div>
	`;
}

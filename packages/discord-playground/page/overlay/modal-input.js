import { h } from '../lib/dom.js';
import { filePicker } from './file-picker.js';
import { selectMenu } from './select-menu.js';
import { selectOptions } from './select-options.js';

/**
 * @import { APIModalInteractionResponseCallbackComponent, APITextInputComponent } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 *
 * @typedef {Extract<APIModalInteractionResponseCallbackComponent, { type: 18 }>['component'] | APITextInputComponent} Input
 * @typedef {string | boolean | string[] | { file: number }[]} Entered
 * @typedef {{ customId: string, element: HTMLElement, read: (files: File[]) => Entered }} ModalInput
 */

let count = 0;

/**
 * @param {App} app
 * @param {Input} input
 * @param {{ label: string, channelId: string }} context
 * @returns {ModalInput}
 */
export function modalInput(app, input, { label, channelId }) {
	const id = `modal-input-${++count}`;
	const customId = input.custom_id;
	switch (input.type) {
		case 4: {
			const attributes = {
				...{ id, class: 'input', placeholder: input.placeholder, required: input.required ?? true },
				...{ minlength: input.min_length, maxlength: input.max_length ?? 4000 },
			};
			const element =
				input.style === 1
					? h('input', { ...attributes, type: 'text', value: input.value, autocomplete: 'off' })
					: h('textarea', { ...attributes, rows: 4 }, input.value);
			return { customId, element, read: () => element.value };
		}
		case 19: {
			const picker = filePicker(app, { id, label, max: input.max_values ?? 1 });
			return {
				customId,
				element: picker.element,
				read: (files) => picker.files().map((file) => ({ file: files.push(file) - 1 })),
			};
		}
		case 21:
		case 22:
			return choices(input, id, label);
		case 23: {
			const box = h('input', { type: 'checkbox', id, checked: input.default });
			return { customId, element: box, read: () => box.checked };
		}
		default: {
			const channel = app.store.channel(channelId);
			const options = channel ? selectOptions(app, channel, input) : [];
			let values = options.filter(({ chosen }) => chosen).map(({ value }) => value);
			const min = input.required === false ? 0 : (input.min_values ?? 1);
			const element = selectMenu({
				...{ id, options, min, max: input.max_values ?? 1 },
				label: input.placeholder ?? label,
				onCommit: (chosen) => {
					values = chosen;
				},
			});
			return { customId, element, read: () => values };
		}
	}
}

/**
 * Radio buttons or check boxes.
 * @param {Extract<Input, { type: 21 | 22 }>} input
 * @param {string} id
 * @param {string} label
 * @returns {ModalInput}
 */
function choices(input, id, label) {
	const isRadio = input.type === 21;
	const boxes = input.options.map(({ value, default: chosen }) =>
		h('input', {
			...{ type: isRadio ? 'radio' : 'checkbox', name: id, value, checked: chosen },
			required: isRadio && (input.required ?? true),
		}),
	);
	const element = h(
		'div',
		{ id, class: 'choices', role: isRadio ? 'radiogroup' : 'group', 'aria-label': label },
		input.options.map((option, index) =>
			h(
				'label',
				{ class: 'choice' },
				boxes[index],
				h('span', {}, option.label, option.description && h('small', {}, option.description)),
			),
		),
	);
	const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => value);
	return { customId: input.custom_id, element, read: () => (isRadio ? (chosen()[0] ?? '') : chosen()) };
}

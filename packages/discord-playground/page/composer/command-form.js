import { append, h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { perform } from '../state/api.js';
import { localized } from './commands.js';
import { optionInput } from './option-inputs.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 * @import { Callable } from './commands.js'
 * @import { OptionInput } from './option-inputs.js'
 */

let count = 0;

/**
 * The options of a command that has been picked, to be filled in and sent.
 * @param {App} app
 * @param {Callable} callable
 * @param {{ onDone: () => void }} settings after it was sent, or given up
 */
export function commandForm(app, callable, { onDone }) {
	const texts = app.texts();
	const { userId, channelId, locale } = app.view;
	/** @type {Map<string, OptionInput>} */
	const inputs = new Map();
	const fields = h('div', { class: 'command-fields' });
	const more = h('div', { class: 'command-more' });
	const form = h(
		'form',
		{ class: 'command-form', 'aria-label': `/${callable.shownName}`, onsubmit: send, onkeydown: onKey },
		h(
			'p',
			{ class: 'command-head' },
			h('b', {}, `/${callable.shownName}`),
			h('span', {}, callable.description),
			h(
				'button',
				{
					type: 'button',
					class: 'icon-button',
					'aria-label': texts.cancel,
					title: texts.cancel,
					onclick: onDone,
				},
				icon('close'),
			),
		),
		fields,
		h(
			'div',
			{ class: 'command-foot' },
			more,
			h('button', { type: 'submit', class: 'button primary' }, texts.sendCommand),
		),
	);

	/** @param {APIApplicationCommandBasicOption} option */
	function addField(option) {
		const input = optionInput(app, option, `option-${++count}`, suggest);
		inputs.set(option.name, input);
		append(
			fields,
			h(
				'div',
				{ class: 'field' },
				h(
					'label',
					{ for: input.control.id },
					localized(option.name, option.name_localizations, locale),
					option.required && h('span', { class: 'required', 'aria-hidden': 'true' }, ' *'),
				),
				input.element,
				h('small', {}, localized(option.description, option.description_localizations, locale)),
			),
		);
		showMore();
		return input;
	}

	/** Options that need not be given, until they are wanted. */
	function showMore() {
		const rest = callable.options.filter(({ name }) => !inputs.has(name));
		replace(
			more,
			rest.map((option) =>
				h(
					'button',
					{ type: 'button', class: 'chip', onclick: () => addField(option).control.focus() },
					icon('plus'),
					localized(option.name, option.name_localizations, locale),
				),
			),
		);
	}

	/** @param {File[]} files */
	function given(files) {
		const values = [...inputs].flatMap(([name, input]) => {
			const value = input.read(files);
			return value === undefined ? [] : [/** @type {const} */ ([name, value])];
		});
		return Object.fromEntries(values);
	}

	function call() {
		const { command, group, subcommand } = callable;
		return { user: userId, channel: channelId, command, group, subcommand };
	}

	/**
	 * @param {string} focused
	 * @param {string} typed
	 */
	async function suggest(focused, typed) {
		const { [focused]: _, ...others } = given([]);
		const options = Object.fromEntries(
			Object.entries(others).filter(([, value]) => typeof value !== 'object'),
		);
		const { choices } = await perform({ act: 'autocomplete', ...call(), options, focused, typed });
		return choices;
	}

	/** @param {SubmitEvent} event */
	function send(event) {
		event.preventDefault();
		/** @type {File[]} */
		const files = [];
		const options = given(files);
		const missing = callable.options.find(({ name, required }) => required && options[name] === undefined);
		if (missing) {
			app.toasts.warn(texts.optionMissing(localized(missing.name, missing.name_localizations, locale)));
			inputs.get(missing.name)?.control.focus();
			return;
		}
		onDone();
		void app.interactions.start({ act: 'command', ...call(), options }, files);
	}

	/** @param {KeyboardEvent} event */
	function onKey(event) {
		if (event.key !== 'Escape') return;
		event.preventDefault();
		onDone();
	}

	for (const option of callable.options) if (option.required) addField(option);
	showMore();
	return {
		element: form,
		focus() {
			const [first] = inputs.values();
			const target = first?.control ?? form.querySelector('[type=submit]');
			if (target instanceof HTMLElement) target.focus();
		},
		/** Files dropped or pasted anywhere go to the first option that takes one. @param {readonly File[]} files */
		take(files) {
			for (const { take } of inputs.values()) if (take) return take(files);
		},
	};
}

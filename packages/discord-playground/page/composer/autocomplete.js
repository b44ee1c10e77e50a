import { h, replace } from '../lib/dom.js';
import { localized } from './commands.js';
import { Listbox } from './listbox.js';

/**
 * @import { APIApplicationCommandBasicOption, APIApplicationCommandOptionChoice } from 'discord-api-types/v10'
 * @import { App } from '../app.js'
 * @import { OptionInput } from './option-inputs.js'
 *
 * @typedef {(option: string, typed: string) => Promise<readonly APIApplicationCommandOptionChoice[]>} Suggest
 */

/** Typing goes on while the bot is asked; it is asked when the typist pauses. */
const PAUSE_MS = 150;

/**
 * A text field for which the bot suggests values.
 * @param {App} app
 * @param {APIApplicationCommandBasicOption} option
 * @param {{ id: string, class: string, required?: boolean }} attributes
 * @param {Suggest} suggest
 * @returns {OptionInput}
 */
export function autocompleteInput(app, option, attributes, suggest) {
	const isNumber = option.type !== 3;
	/** @type {APIApplicationCommandOptionChoice | undefined} */
	let chosen;
	let asked = 0;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let pause;
	const input = h('input', { ...attributes, type: 'text', autocomplete: 'off' });
	/** @type {Listbox<APIApplicationCommandOptionChoice>} */
	const listbox = new Listbox({
		input,
		label: option.name,
		view: (choice) => h('span', {}, nameOf(choice)),
		choose(choice) {
			chosen = choice;
			input.value = nameOf(choice);
			listbox.close();
		},
	});
	const note = h('small', { class: 'suggest-note', role: 'status' });

	/** @param {APIApplicationCommandOptionChoice} choice */
	function nameOf({ name, name_localizations }) {
		return localized(name, name_localizations, app.view.locale);
	}

	async function ask() {
		const mine = ++asked;
		/** @type {readonly APIApplicationCommandOptionChoice[]} */
		let choices = [];
		replace(note);
		try {
			choices = await suggest(option.name, input.value);
			if (choices.length === 0) replace(note, app.texts().noSuggestions);
		} catch {
			replace(note, app.texts().suggestionsFailed);
		}
		// Answers to what has been typed over meanwhile come too late.
		if (mine !== asked || document.activeElement !== input) return;
		listbox.show(choices);
	}

	input.addEventListener('input', () => {
		chosen = undefined;
		clearTimeout(pause);
		pause = setTimeout(ask, PAUSE_MS);
	});
	input.addEventListener('focus', () => void ask());
	input.addEventListener('blur', () => listbox.close());
	return {
		element: h('div', { class: 'suggesting' }, input, listbox.element, note),
		control: input,
		read() {
			if (chosen) return chosen.value;
			if (input.value === '') return undefined;
			return isNumber ? Number(input.value) : input.value;
		},
	};
}

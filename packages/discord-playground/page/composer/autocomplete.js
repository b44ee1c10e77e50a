import { useRef, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { texts } from '../texts/index.js';
import { nameOf } from './commands.js';
import { useListbox } from './listbox.js';

/**
 * @import { APIApplicationCommandBasicOption, APIApplicationCommandOptionChoice } from 'discord-api-types/v10'
 *
 * @typedef {(option: string, typed: string) => Promise<readonly APIApplicationCommandOptionChoice[]>} Suggest
 */

/** Typing goes on while the bot is asked; it is asked when the typist pauses. */
const PAUSE_MS = 150;
/** @type {readonly APIApplicationCommandOptionChoice[]} */
const NONE = [];

/**
 * A text field for which the bot suggests values; what a form finds is not the name of what was chosen, but its value.
 * @param {{ id: string, option: APIApplicationCommandBasicOption, preset?: string, suggest: Suggest }} props
 */
export function Autocomplete({ id, option, preset = '', suggest }) {
	const [typed, setTyped] = useState(preset);
	const [value, setValue] = useState(preset);
	const [choices, setChoices] = useState(NONE);
	const [note, setNote] = useState('');
	const asked = useRef(0);
	const pause = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
	/** Whatever was asked before comes too late. */
	function close() {
		asked.current++;
		clearTimeout(pause.current);
		setChoices(NONE);
	}
	const listbox = useListbox({
		id: `${id}-choices`,
		label: option.name,
		items: choices,
		view: (choice) => html`<span>${nameOf(choice)}</span>`,
		choose(choice) {
			setTyped(nameOf(choice));
			setValue(String(choice.value));
			close();
		},
		close,
	});

	/** @param {string} text */
	async function ask(text) {
		const mine = ++asked.current;
		setNote('');
		try {
			const found = await suggest(option.name, text);
			// Answers to what has been typed over meanwhile come too late.
			if (mine !== asked.current) return;
			setChoices(found);
			if (found.length === 0) setNote(texts.noSuggestions);
		} catch {
			setNote(texts.suggestionsFailed);
		}
	}

	/** @param {{ target: HTMLInputElement }} event */
	function onInput({ target: { value } }) {
		setTyped(value);
		setValue(value);
		clearTimeout(pause.current);
		pause.current = setTimeout(ask, PAUSE_MS, value);
	}

	return html`
		<div class="suggesting">
			<input
				type="text"
				autocomplete="off"
				class="input"
				id=${id}
				required=${option.required}
				value=${typed}
				...${listbox.field}
				onInput=${onInput}
				onFocus=${() => void ask(typed)}
				onBlur=${close}
				onKeyDown=${listbox.onKey}
			/>
			<input type="hidden" name=${option.name} value=${value} />
			${listbox.list}
			<small class="suggest-note" role="status">${note}</small>
		</div>
	`;
}

import { h } from '../lib/dom.js';
import { icon, seal } from '../lib/icons.js';
import { commandsFor } from '../state/api.js';
import { callables, localized, matching } from './commands.js';
import { Listbox } from './listbox.js';

/**
 * @import { App } from '../app.js'
 * @import { Callable } from './commands.js'
 */

/** Offers the bot's commands while a message begins with a slash. */
export class CommandPicker {
	#app;
	#text;
	#listbox;
	#hint = h('p', { class: 'picker-empty', hidden: true });
	/** Asked for once for every user and channel. @type {Promise<Callable[]> | undefined} */
	#commands;
	element;

	/**
	 * @param {App} app
	 * @param {HTMLTextAreaElement} text
	 * @param {(callable: Callable) => void} pick
	 */
	constructor(app, text, pick) {
		this.#app = app;
		this.#text = text;
		/** @type {Listbox<Callable>} */
		this.#listbox = new Listbox({
			input: text,
			label: 'commands',
			view: (callable) => this.#view(callable),
			choose: (callable) => {
				this.#close();
				pick(callable);
			},
		});
		this.element = h('div', { class: 'picker' }, this.#listbox.element, this.#hint);
		text.addEventListener('input', () => void this.#update());
		text.addEventListener('blur', () => this.#close());
		app.store.on('world', () => this.forget());
	}

	/** The commands may be others now. */
	forget() {
		this.#commands = undefined;
		this.#close();
	}

	async #update() {
		const typed = /^\/([^\n]{0,60})$/.exec(this.#text.value)?.[1];
		if (typed === undefined) {
			this.#close();
			return;
		}
		this.#commands ??= this.#load();
		const found = matching(await this.#commands, typed);
		if (!this.#text.value.startsWith('/') || document.activeElement !== this.#text) return;
		this.#listbox.show(found);
		this.#hint.hidden = found.length > 0;
		this.#hint.textContent = this.#app.texts().noCommands;
	}

	async #load() {
		const { userId, channelId, locale } = this.#app.view;
		const commands = await this.#app.attempt(() => commandsFor(userId, channelId));
		return callables(commands ?? [], locale);
	}

	#close() {
		this.#listbox.close();
		this.#hint.hidden = true;
	}

	/** @param {Callable} callable */
	#view({ shownName, description, options }) {
		const { locale } = this.#app.view;
		return [
			h('span', { class: 'picker-mark' }, options.some(({ type }) => type === 11) ? icon('picture') : seal()),
			h(
				'span',
				{ class: 'picker-text' },
				h(
					'span',
					{},
					h('b', {}, `/${shownName}`),
					options.map(({ name, name_localizations, required }) =>
						h('code', { class: required ? 'required' : '' }, localized(name, name_localizations, locale)),
					),
				),
				h('small', {}, description),
			),
		];
	}
}

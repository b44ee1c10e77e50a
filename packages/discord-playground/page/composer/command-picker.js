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
	#pick;
	#listbox;
	/** Lists on their way. */
	#updating = 0;
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
		this.#pick = pick;
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
		const isUsed = this.#listbox.isOpen || this.#updating > 0;
		this.#commands = undefined;
		if (isUsed) void this.#update();
	}

	/**
	 * Whoever types faster than the list appears means its first entry all the same.
	 * @returns whether there was one that is picked now
	 */
	async pickWhenListed() {
		if (this.#updating === 0) return false;
		const [first] = await this.#find();
		if (!first) return false;
		this.#close();
		this.#pick(first);
		return true;
	}

	async #find() {
		const typed = /^\/([^\n]{0,60})$/.exec(this.#text.value)?.[1];
		if (typed === undefined) return [];
		this.#commands ??= this.#load();
		return matching(await this.#commands, typed);
	}

	async #update() {
		if (!this.#text.value.startsWith('/')) {
			this.#close();
			return;
		}
		this.#updating += 1;
		const found = await this.#find();
		this.#updating -= 1;
		// What has been typed or picked meanwhile is another matter.
		if (this.#updating > 0) return;
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

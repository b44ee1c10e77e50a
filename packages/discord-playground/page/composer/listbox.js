import { h, replace } from '../lib/dom.js';

/** @import { Child } from '../lib/dom.js' */

let count = 0;

/**
 * A list of suggestions below or above a text field, which keeps the focus (the combobox pattern of WAI-ARIA).
 * @template Item
 */
export class Listbox {
	#input;
	#view;
	#choose;
	#id = `listbox-${++count}`;
	/** @type {readonly Item[]} */
	#items = [];
	#active = -1;

	/**
	 * @param {{ input: HTMLElement, label: string, view: (item: Item) => Child, choose: (item: Item) => void }} settings
	 */
	constructor({ input, label, view, choose }) {
		this.#input = input;
		this.#view = view;
		this.#choose = choose;
		this.element = h('div', {
			class: 'suggestions',
			role: 'listbox',
			id: this.#id,
			'aria-label': label,
			hidden: true,
		});
		input.setAttribute('role', 'combobox');
		input.setAttribute('aria-autocomplete', 'list');
		input.setAttribute('aria-expanded', 'false');
		input.setAttribute('aria-controls', this.#id);
		input.addEventListener('keydown', (event) => this.#onKey(/** @type {KeyboardEvent} */ (event)));
	}

	get isOpen() {
		return !this.element.hidden;
	}

	/** @param {readonly Item[]} items */
	show(items) {
		this.#items = items;
		if (items.length === 0) {
			this.close();
			return;
		}
		replace(
			this.element,
			items.map((item, index) =>
				h(
					'div',
					{
						class: 'suggestion',
						role: 'option',
						id: `${this.#id}-${index}`,
						// Before the field loses its focus, which would close the list.
						onpointerdown: (/** @type {PointerEvent} */ event) => event.preventDefault(),
						onclick: () => this.#choose(item),
						onpointermove: () => this.#activate(index),
					},
					this.#view(item),
				),
			),
		);
		this.element.hidden = false;
		this.#input.setAttribute('aria-expanded', 'true');
		this.#activate(0);
	}

	close() {
		this.element.hidden = true;
		this.#input.setAttribute('aria-expanded', 'false');
		this.#input.removeAttribute('aria-activedescendant');
	}

	/** @param {number} index */
	#activate(index) {
		this.#active = index;
		for (const [place, option] of [...this.element.children].entries())
			option.setAttribute('aria-selected', String(place === index));
		this.#input.setAttribute('aria-activedescendant', `${this.#id}-${index}`);
	}

	/** @param {KeyboardEvent} event */
	#onKey(event) {
		if (!this.isOpen || event.isComposing) return;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step) {
			this.#activate((this.#active + step + this.#items.length) % this.#items.length);
			this.element.children[this.#active]?.scrollIntoView({ block: 'nearest' });
		} else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) {
			this.#choose(this.#items[this.#active]);
		} else if (event.key === 'Escape') this.close();
		else return;
		event.preventDefault();
		event.stopImmediatePropagation();
	}
}

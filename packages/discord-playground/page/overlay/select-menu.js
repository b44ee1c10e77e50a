import { h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { place } from './menu.js';

/**
 * @typedef {{ value: string, label: string, description?: string, emoji?: string, chosen?: boolean }} SelectOption
 */

/**
 * A select as Discord's messages and modals have it: descriptions, and several choices at once. One choice is committed
 * at once, several when the list is closed.
 * @param {{ label: string, options: readonly SelectOption[], min: number, max: number, disabled?: boolean, id?: string,
 *   onCommit: (values: string[]) => void }} settings
 */
export function selectMenu({ label, options, min, max, disabled, id, onCommit }) {
	let chosen = options.filter((option) => option.chosen).map(({ value }) => value);
	const button = h('button', {
		...{ type: 'button', class: 'select', id, disabled },
		...{ role: 'combobox', 'aria-haspopup': 'listbox', 'aria-expanded': 'false' },
		onclick: () => (list ? close() : open()),
		onkeydown: (/** @type {KeyboardEvent} */ event) => {
			if (list || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
			event.preventDefault();
			open();
		},
	});
	/** @type {HTMLElement | undefined} */
	let list;

	function show() {
		const labels = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
		const text = labels.length > 0 ? labels.join(', ') : label;
		replace(button, h('span', { class: labels.length > 0 ? '' : 'placeholder' }, text), icon('chevron'));
		button.setAttribute('aria-label', labels.length > 0 ? `${label}: ${text}` : label);
	}

	function open() {
		list = h(
			'div',
			{
				class: 'menu listbox',
				role: 'listbox',
				'aria-label': label,
				'aria-multiselectable': String(max > 1),
			},
			options.map((option) => optionView(option, chosen.includes(option.value), () => toggle(option.value))),
		);
		// Within a dialog, only what is inside it can be used.
		(button.closest('dialog') ?? document.body).append(list);
		list.style.setProperty('--anchor-width', `${button.offsetWidth}px`);
		place(list, button);
		button.setAttribute('aria-expanded', 'true');
		list.addEventListener('keydown', onKey);
		document.addEventListener('pointerdown', onOutside, true);
		/** @type {HTMLElement | null} */ (
			list.querySelector('[aria-selected="true"]') ?? list.querySelector('[role="option"]')
		)?.focus();
	}

	/** @param {string} value */
	function toggle(value) {
		if (max === 1) {
			chosen = chosen.includes(value) && min === 0 ? [] : [value];
			close(true);
			return;
		}
		if (chosen.includes(value)) chosen = chosen.filter((other) => other !== value);
		else if (chosen.length < max) chosen = [...chosen, value];
		for (const [index, element] of [...(list?.children ?? [])].entries())
			element.setAttribute('aria-selected', String(chosen.includes(options[index].value)));
	}

	let committed = chosen.join('\n');
	/** @param {boolean} [restoreFocus] */
	function close(restoreFocus = false) {
		list?.remove();
		list = undefined;
		button.setAttribute('aria-expanded', 'false');
		document.removeEventListener('pointerdown', onOutside, true);
		if (restoreFocus) button.focus();
		show();
		const isChanged = chosen.join('\n') !== committed;
		if (!isChanged || chosen.length < min) return;
		committed = chosen.join('\n');
		onCommit(chosen);
	}

	/** @param {PointerEvent} event */
	function onOutside({ target }) {
		if (target instanceof Node && !list?.contains(target) && !button.contains(target)) close();
	}

	/** @param {KeyboardEvent} event */
	function onKey(event) {
		const items = /** @type {HTMLElement[]} */ ([...(list?.querySelectorAll('[role="option"]') ?? [])]);
		const current = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step) items[(current + step + items.length) % items.length]?.focus();
		else if (event.key === 'Enter' || event.key === ' ') items[current]?.click();
		else if (event.key === 'Escape' || event.key === 'Tab') close(true);
		else return;
		event.preventDefault();
		event.stopPropagation();
	}

	show();
	return button;
}

/**
 * @param {SelectOption} option
 * @param {boolean} isChosen
 * @param {() => void} toggle
 */
function optionView({ label, description, emoji }, isChosen, toggle) {
	return h(
		'div',
		{ class: 'menu-item', role: 'option', tabindex: -1, 'aria-selected': String(isChosen), onclick: toggle },
		emoji && h('span', { class: 'emoji' }, emoji),
		h('span', { class: 'menu-label' }, label, description && h('small', {}, description)),
		icon('check'),
	);
}

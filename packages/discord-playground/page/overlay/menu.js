import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';

/**
 * @import { Child } from '../lib/dom.js'
 * @import { IconName } from '../lib/icons.js'
 *
 * @typedef {{ label: string, detail?: string, icon?: IconName, leading?: Child, danger?: boolean, checked?: boolean,
 *   run: () => void }} MenuItem
 * @typedef {{ heading?: string, items: readonly MenuItem[] }} MenuSection
 */

/** @type {(() => void) | undefined} */
let closeOpen;

/**
 * Opens a menu at a point, or at an element, that arrows, letters, Enter and Escape work.
 * @param {{ at: Element | { x: number, y: number }, label: string, sections: readonly MenuSection[], wide?: boolean }} options
 */
export function openMenu({ at, label, sections, wide }) {
	closeOpen?.();
	const before = document.activeElement;
	const menu = h(
		'div',
		{ class: `menu${wide ? ' wide' : ''}`, role: 'menu', 'aria-label': label, tabindex: -1 },
		sections
			.filter(({ items }) => items.length > 0)
			.map(({ heading, items }) =>
				h(
					'div',
					{ class: 'menu-section', role: 'group', 'aria-label': heading },
					heading && h('p', { class: 'menu-heading', 'aria-hidden': 'true' }, heading),
					items.map((item) => menuItem(item, () => close(true))),
				),
			),
	);
	document.body.append(menu);
	place(menu, at);

	/** @param {boolean} restoreFocus */
	const close = (restoreFocus) => {
		menu.remove();
		document.removeEventListener('pointerdown', onOutside, true);
		closeOpen = undefined;
		if (restoreFocus && before instanceof HTMLElement) before.focus();
	};
	const onOutside = (/** @type {PointerEvent} */ { target }) => {
		if (target instanceof Node && !menu.contains(target)) close(false);
	};
	closeOpen = () => close(false);
	document.addEventListener('pointerdown', onOutside, true);
	menu.addEventListener('keydown', (event) => {
		if (event.key === 'Escape' || event.key === 'Tab') {
			event.preventDefault();
			event.stopPropagation();
			close(true);
		} else moveFocus(menu, event);
	});
	/** @type {HTMLElement} */ (
		menu.querySelector('[aria-checked="true"]') ?? menu.querySelector('button') ?? menu
	).focus();
}

/**
 * @param {MenuItem} item
 * @param {() => void} close
 */
function menuItem(item, close) {
	return h(
		'button',
		{
			type: 'button',
			class: `menu-item${item.danger ? ' danger' : ''}`,
			role: item.checked === undefined ? 'menuitem' : 'menuitemradio',
			'aria-checked': item.checked === undefined ? undefined : String(item.checked),
			onclick: () => {
				close();
				item.run();
			},
		},
		item.leading,
		h('span', { class: 'menu-label' }, item.label, item.detail && h('small', {}, item.detail)),
		item.checked ? icon('check') : item.icon && icon(item.icon),
	);
}

/**
 * @param {HTMLElement} menu
 * @param {KeyboardEvent} event
 */
function moveFocus(menu, event) {
	const items = [...menu.querySelectorAll('button')];
	const current = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
	/** @type {Record<string, number>} */
	const targets = {
		ArrowDown: (current + 1) % items.length,
		ArrowUp: (current - 1 + items.length) % items.length,
		Home: 0,
		End: items.length - 1,
	};
	const byLetter = items.findIndex(
		(item, index) => index > current && item.textContent?.toLowerCase().startsWith(event.key.toLowerCase()),
	);
	const next = targets[event.key] ?? (event.key.length === 1 && event.key !== ' ' ? byLetter : -1);
	if (next < 0) return;
	event.preventDefault();
	items[next]?.focus();
}

/**
 * Beside its anchor and inside the window.
 * @param {HTMLElement} menu
 * @param {Element | { x: number, y: number }} at
 */
export function place(menu, at) {
	const margin = 8;
	const box = at instanceof Element ? at.getBoundingClientRect() : new DOMRect(at.x, at.y, 0, 0);
	const { width, height } = menu.getBoundingClientRect();
	const fitsBelow = box.bottom + 4 + height <= innerHeight - margin;
	const top = fitsBelow ? box.bottom + 4 : Math.max(margin, box.top - height - 4);
	const left = Math.max(margin, Math.min(box.left, innerWidth - width - margin));
	menu.style.setProperty('--top', `${top}px`);
	menu.style.setProperty('--left', `${left}px`);
}

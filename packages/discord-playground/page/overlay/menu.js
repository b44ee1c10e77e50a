import { render } from 'preact';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';

/**
 * @import { Children } from '../lib/html.js'
 * @import { IconName } from '../lib/icons.js'
 *
 * @typedef {{ label: string, detail?: string, icon?: IconName, leading?: Children, danger?: boolean, checked?: boolean,
 *   run: () => void }} MenuItem
 * @typedef {{ heading?: string, items: readonly MenuItem[] }} MenuSection
 * @typedef {HTMLElement | { x: number, y: number }} Place
 */

/**
 * Opens a menu at a point, or at an element, that arrows, letters, Enter and Escape work.
 * @param {{ at: Place, label: string, sections: readonly MenuSection[], class?: string }} content
 */
export function openMenu({ at, label, sections, class: name = '' }) {
	const menu = Object.assign(document.createElement('div'), {
		popover: 'auto',
		role: 'menu',
		ariaLabel: label,
	});
	menu.className = `menu card floating ${name}`;
	menu.onkeydown = moveByKey;
	menu.ontoggle = ({ newState }) => newState === 'closed' && menu.remove();
	/** @param {MenuItem} item */
	const itemView = ({ run, ...item }) => {
		const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
		const choose = () => {
			menu.hidePopover();
			run();
		};
		return html`<${Item} ...${item} role=${role} aria-checked=${item.checked} onClick=${choose} />`;
	};
	const views = sections
		.filter(({ items }) => items.length > 0)
		.map(
			({ heading, items }) => html`
				<div class="menu-section" role="group" aria-label=${heading}>
					${heading && html`<p class="quiet" aria-hidden="true">${heading}</p>`}
					${items.map(itemView)}
				</div>
			`,
		);
	render(views, menu);
	document.body.append(menu);
	menu.showPopover({ source: at instanceof Element ? at : anchorAt(at) });
	focusChosen(menu);
}

/**
 * An item of a menu or of a list to choose from.
 * @param {Omit<MenuItem, 'run'> & { role: string, onClick: () => void }} props
 */
export function Item({ label, detail, icon, leading, danger, checked, ...attributes }) {
	return html`
		<button type="button" class="item ${danger ? 'danger' : ''}" tabindex="-1" ...${attributes}>
			${leading}
			<span class="grow">${label}${detail && html`<small>${detail}</small>`}</span>
			${checked ? html`<${Icon} name="check" />` : icon && html`<${Icon} name=${icon} />`}
		</button>
	`;
}

/** @param {HTMLElement} popup */
const itemsOf = (popup) => /** @type {HTMLElement[]} */ ([...popup.querySelectorAll('.item')]);

/**
 * Puts the focus where arrows begin.
 * @param {HTMLElement} popup
 */
export function focusChosen(popup) {
	const items = itemsOf(popup);
	(
		items.find(({ ariaChecked, ariaSelected }) => (ariaChecked ?? ariaSelected) === 'true') ?? items[0]
	)?.focus();
}

/**
 * Arrows, Home, End and first letters go from item to item; Escape and clicks elsewhere are the browser's part.
 * @param {KeyboardEvent} event
 */
export function moveByKey(event) {
	const popup = /** @type {HTMLElement} */ (event.currentTarget);
	const items = itemsOf(popup);
	const current = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
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
	if (event.key === 'Tab') popup.hidePopover();
	else if (next >= 0) items[next]?.focus();
	else return;
	event.preventDefault();
}

/**
 * The point where a menu was asked for, as an element to open it at.
 * @param {{ x: number, y: number }} point
 */
function anchorAt({ x, y }) {
	const anchor = /** @type {HTMLElement} */ (document.getElementById('pointed-at'));
	anchor.style.setProperty('--left', `${x}px`);
	anchor.style.setProperty('--top', `${y}px`);
	return anchor;
}

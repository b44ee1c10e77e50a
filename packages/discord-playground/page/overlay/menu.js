import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { changed } from '../state/changes.js';

/**
 * @import { Children } from '../lib/html.js'
 * @import { IconName } from '../lib/icons.js'
 *
 * @typedef {{ label: string, detail?: string, icon?: IconName, leading?: Children, danger?: boolean, checked?: boolean,
 *   run: () => void }} MenuItem
 * @typedef {{ heading?: string, items: readonly MenuItem[] }} MenuSection
 * @typedef {{ at: Element | { x: number, y: number }, label: string, sections: readonly MenuSection[], class?: string }} MenuContent
 */

/** @type {{ number: number, content: MenuContent, before: Element | null } | undefined} */
let open;
let count = 0;

/**
 * Opens a menu at a point, or at an element, that arrows, letters, Enter and Escape work.
 * @param {MenuContent} content
 */
export function openMenu(content) {
	open = { number: ++count, content, before: document.activeElement };
	changed();
}

/** @param {boolean} restoreFocus */
function close(restoreFocus) {
	if (restoreFocus && open?.before instanceof HTMLElement) open.before.focus();
	open = undefined;
	changed();
}

export function Menu() {
	return open && html`<${OpenMenu} key=${open.number} ...${open.content} />`;
}

/** @param {MenuContent} props */
function OpenMenu({ at, label, sections, class: name = '' }) {
	const ref = useRef(/** @type {HTMLElement | null} */ (null));
	useLayoutEffect(() => {
		const menu = ref.current;
		if (!menu) return;
		place(menu, at);
		/** @type {HTMLElement} */ (
			menu.querySelector('[aria-checked="true"]') ?? menu.querySelector('button') ?? menu
		).focus();
	}, []);
	useClickOutside([ref], () => close(false));
	/** @param {KeyboardEvent} event */
	const onKeyDown = (event) => {
		if (event.key !== 'Escape' && event.key !== 'Tab') {
			moveFocus([...(ref.current?.querySelectorAll('button') ?? [])], event);
			return;
		}
		event.preventDefault();
		event.stopPropagation();
		close(true);
	};
	const views = sections
		.filter(({ items }) => items.length > 0)
		.map(
			({ heading, items }) => html`
				<div class="menu-section" role="group" aria-label=${heading}>
					${heading && html`<p class="menu-heading" aria-hidden="true">${heading}</p>`}
					${items.map((item) => html`<${Item} ...${item} />`)}
				</div>
			`,
		);
	return html`
		<div ref=${ref} class="menu ${name}" role="menu" aria-label=${label} tabindex="-1" onKeyDown=${onKeyDown}>
			${views}
		</div>
	`;
}

/** @param {MenuItem} props */
function Item({ label, detail, icon, leading, danger, checked, run }) {
	const onClick = () => {
		close(true);
		run();
	};
	return html`
		<button
			type="button"
			class="menu-item ${danger ? 'danger' : ''}"
			role=${checked === undefined ? 'menuitem' : 'menuitemradio'}
			aria-checked=${checked}
			onClick=${onClick}
		>
			${leading}
			<span class="menu-label">${label}${detail && html`<small>${detail}</small>`}</span>
			${checked ? html`<${Icon} name="check" />` : icon && html`<${Icon} name=${icon} />`}
		</button>
	`;
}

/**
 * Arrows, Home, End and first letters go from item to item.
 * @param {readonly HTMLElement[]} items
 * @param {KeyboardEvent} event
 */
export function moveFocus(items, event) {
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
	if (next < 0) return;
	event.preventDefault();
	items[next]?.focus();
}

/**
 * @param {readonly { current: HTMLElement | null }[]} refs
 * @param {() => void} action
 */
export function useClickOutside(refs, action) {
	useLayoutEffect(() => {
		const onPointerDown = (/** @type {PointerEvent} */ { target }) => {
			const node = /** @type {Node} */ (target);
			if (!refs.some(({ current }) => current?.contains(node))) action();
		};
		document.addEventListener('pointerdown', onPointerDown, true);
		return () => document.removeEventListener('pointerdown', onPointerDown, true);
	});
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

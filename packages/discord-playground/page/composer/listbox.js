import { useLayoutEffect, useState } from 'preact/hooks';
import { html } from '../lib/html.js';

/** @import { Children } from '../lib/html.js' */

/**
 * A list of suggestions below or above a text field, which keeps the focus (the combobox pattern of WAI-ARIA).
 * @template Item
 * @param {{ id: string, label: string, items: readonly Item[], view: (item: Item) => Children,
 *   choose: (item: Item) => void, close: () => void }} settings the same array for the same items
 */
export function useListbox({ id, label, items, view, choose, close }) {
	const [active, setActive] = useState(0);
	const isOpen = items.length > 0;
	// Before the next key can be pressed, which must not choose what is there no more.
	useLayoutEffect(() => setActive(0), [items]);
	useLayoutEffect(
		() => document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' }),
		[active],
	);

	/**
	 * @param {KeyboardEvent} event
	 * @returns {boolean} whether the list had a use for it
	 */
	function onKey(event) {
		if (!isOpen || event.isComposing) return false;
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (step) setActive((active + step + items.length) % items.length);
		else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) choose(items[active]);
		else if (event.key === 'Escape') close();
		else return false;
		event.preventDefault();
		event.stopPropagation();
		return true;
	}

	const options = items.map(
		(item, index) => html`
			<div
				class="item"
				role="option"
				id="${id}-${index}"
				aria-selected=${index === active}
				onPointerDown=${keepFocus}
				onPointerMove=${() => setActive(index)}
				onClick=${() => choose(item)}
			>
				${view(item)}
			</div>
		`,
	);
	return {
		isOpen,
		onKey,
		field: {
			role: 'combobox',
			'aria-autocomplete': 'list',
			'aria-expanded': isOpen,
			'aria-controls': id,
			'aria-activedescendant': isOpen ? `${id}-${active}` : undefined,
		},
		list: html`
			<div class="card floating" role="listbox" id=${id} aria-label=${label} hidden=${!isOpen}>${options}</div>
		`,
	};
}

/**
 * Before the field loses it, which would close the list.
 * @param {PointerEvent} event
 */
function keepFocus(event) {
	event.preventDefault();
}

import { useRef, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { focusChosen, Item, moveByKey } from './menu.js';

/**
 * @typedef {{ value: string, label: string, description?: string, emoji?: string, chosen?: boolean }} SelectOption
 * @typedef {{ label: string, options: readonly SelectOption[], min: number, max: number, disabled?: boolean, id?: string,
 *   name?: string, busy?: boolean, onCommit?: (values: string[]) => void }} SelectProps
 */

let count = 0;

/**
 * A select as Discord's messages and modals have it: descriptions, and several choices at once. One choice is committed
 * at once, several when the list is closed; forms find them by its name.
 * @param {SelectProps} props
 */
export function SelectMenu({ label, options, min, max, disabled, id, name, busy, onCommit }) {
	const preset = options.filter((option) => option.chosen).map(({ value }) => value);
	const [chosen, setChosen] = useState(preset);
	const [isOpen, setOpen] = useState(false);
	const committed = useRef(preset.join('\n'));
	const list = useRef(/** @type {HTMLElement | null} */ (null));
	// Not `useId`: dialogs are drawn by themselves, and would count from the beginning.
	const [listId] = useState(() => `select-${++count}`);
	const labels = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
	const text = labels.length > 0 ? labels.join(', ') : label;

	/** @param {string} value */
	function toggle(value) {
		const others = chosen.filter((other) => other !== value);
		const isChosen = others.length < chosen.length;
		if (max === 1) {
			setChosen(isChosen && min === 0 ? [] : [value]);
			list.current?.hidePopover();
		} else if (isChosen) setChosen(others);
		else if (chosen.length < max) setChosen([...chosen, value]);
	}

	/** @param {ToggleEvent} event */
	function onToggle({ newState }) {
		setOpen(newState === 'open');
		if (newState === 'open' && list.current) return focusChosen(list.current);
		if (chosen.length < min || chosen.join('\n') === committed.current) return;
		committed.current = chosen.join('\n');
		onCommit?.(chosen);
	}

	/** @param {KeyboardEvent & { currentTarget: HTMLElement }} event */
	function onKeyDown(event) {
		if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
		event.preventDefault();
		event.currentTarget.click();
	}

	const views = options.map(({ value, label, description, emoji }) => {
		const item = { label, detail: description, checked: chosen.includes(value) };
		return html`
			<${Item}
				...${item}
				leading=${emoji && html`<span>${emoji}</span>`}
				role="option"
				aria-selected=${item.checked}
				onClick=${() => toggle(value)}
			/>
		`;
	});
	return html`
		<button
			type="button"
			class="line input select"
			id=${id}
			disabled=${disabled}
			role="combobox"
			popovertarget=${listId}
			aria-haspopup="listbox"
			aria-expanded=${isOpen}
			aria-busy=${busy}
			aria-label=${labels.length > 0 ? `${label}: ${text}` : label}
			onKeyDown=${onKeyDown}
		>
			<span class="clip ${labels.length > 0 ? '' : 'muted'}">${text}</span>
			<${Icon} name="chevron" />
		</button>
		${name && chosen.map((value) => html`<input type="hidden" name=${name} value=${value} />`)}
		<div
			ref=${list}
			popover
			id=${listId}
			class="menu listbox card floating"
			role="listbox"
			aria-label=${label}
			aria-multiselectable=${max > 1}
			onToggle=${onToggle}
			onKeyDown=${moveByKey}
		>
			${views}
		</div>
	`;
}

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { moveFocus, place, useClickOutside } from './menu.js';

/**
 * @typedef {{ value: string, label: string, description?: string, emoji?: string, chosen?: boolean }} SelectOption
 * @typedef {{ label: string, options: readonly SelectOption[], min: number, max: number, disabled?: boolean, id?: string,
 *   busy?: boolean, onCommit: (values: string[]) => void }} SelectProps
 */

/**
 * A select as Discord's messages and modals have it: descriptions, and several choices at once. One choice is committed
 * at once, several when the list is closed.
 * @param {SelectProps} props
 */
export function SelectMenu({ label, options, min, max, disabled, id, busy, onCommit }) {
	const preset = options.filter((option) => option.chosen).map(({ value }) => value);
	const [chosen, setChosen] = useState(preset);
	const [isOpen, setOpen] = useState(false);
	const committed = useRef(preset.join('\n'));
	const button = useRef(/** @type {HTMLElement | null} */ (null));
	const labels = options.filter(({ value }) => chosen.includes(value)).map((option) => option.label);
	const text = labels.length > 0 ? labels.join(', ') : label;

	/** @param {string[]} values @param {boolean} restoreFocus */
	function close(values, restoreFocus) {
		setOpen(false);
		if (restoreFocus) button.current?.focus();
		if (values.length < min || values.join('\n') === committed.current) return;
		committed.current = values.join('\n');
		onCommit(values);
	}

	/** @param {string} value */
	function toggle(value) {
		const others = chosen.filter((other) => other !== value);
		const isChosen = others.length < chosen.length;
		if (max === 1) {
			const values = isChosen && min === 0 ? [] : [value];
			setChosen(values);
			close(values, true);
		} else if (isChosen) setChosen(others);
		else if (chosen.length < max) setChosen([...chosen, value]);
	}

	/** @param {KeyboardEvent} event */
	function onKeyDown(event) {
		if (isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
		event.preventDefault();
		setOpen(true);
	}

	return html`
		<button
			ref=${button}
			type="button"
			class="select"
			id=${id}
			disabled=${disabled}
			role="combobox"
			aria-haspopup="listbox"
			aria-expanded=${isOpen}
			aria-busy=${busy}
			aria-label=${labels.length > 0 ? `${label}: ${text}` : label}
			onClick=${() => (isOpen ? close(chosen, false) : setOpen(true))}
			onKeyDown=${onKeyDown}
		>
			<span class=${labels.length > 0 ? '' : 'placeholder'}>${text}</span>
			<${Icon} name="chevron" />
		</button>
		${isOpen && html`<${List} ...${{ label, options, chosen, max, button, toggle }} close=${(/** @type {boolean} */ restore) => close(chosen, restore)} />`}
	`;
}

/**
 * @param {Pick<SelectProps, 'label' | 'options' | 'max'> & { chosen: readonly string[],
 *   button: { current: HTMLElement | null }, toggle: (value: string) => void, close: (restoreFocus: boolean) => void }} props
 */
function List({ label, options, chosen, max, button, toggle, close }) {
	const ref = useRef(/** @type {HTMLElement | null} */ (null));
	const items = () =>
		/** @type {HTMLElement[]} */ ([...(ref.current?.querySelectorAll('[role="option"]') ?? [])]);
	useLayoutEffect(() => {
		if (!ref.current || !button.current) return;
		ref.current.style.setProperty('--anchor-width', `${button.current.offsetWidth}px`);
		place(ref.current, button.current);
		(items().find((item) => item.ariaSelected === 'true') ?? items()[0])?.focus();
	}, []);
	useClickOutside([ref, button], () => close(false));

	/** @param {KeyboardEvent} event */
	function onKeyDown(event) {
		if (event.key === 'Enter' || event.key === ' ') {
			/** @type {HTMLElement} */ (document.activeElement).click();
		} else if (event.key === 'Escape' || event.key === 'Tab') close(true);
		else return moveFocus(items(), event);
		event.preventDefault();
		event.stopPropagation();
	}

	const views = options.map(
		({ value, label: name, description, emoji }) => html`
			<div
				class="menu-item"
				role="option"
				tabindex="-1"
				aria-selected=${chosen.includes(value)}
				onClick=${() => toggle(value)}
			>
				${emoji && html`<span class="emoji">${emoji}</span>`}
				<span class="menu-label">${name}${description && html`<small>${description}</small>`}</span>
				<${Icon} name="check" />
			</div>
		`,
	);
	return html`
		<div
			ref=${ref}
			class="menu listbox"
			role="listbox"
			aria-label=${label}
			aria-multiselectable=${max > 1}
			onKeyDown=${onKeyDown}
		>
			${views}
		</div>
	`;
}

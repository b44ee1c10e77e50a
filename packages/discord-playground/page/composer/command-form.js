import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon, IconButton } from '../lib/icons.js';
import { warn } from '../overlay/toasts.js';
import { perform } from '../state/api.js';
import { interact } from '../state/interactions.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { descriptionOf, nameOf } from './commands.js';
import { OptionInput } from './option-input.js';
import { OptionType, optionValue } from './option-value.js';

/**
 * @import { Callable } from './commands.js'
 * @import { OptionValue } from './option-value.js'
 */

/**
 * The options of a command that has been picked, to be filled in and sent.
 * @param {{ callable: Callable, given: Record<string, string>, files: readonly File[], onDone: () => void }} props
 *   given: what was typed already; files: dropped or pasted anywhere, for the first option that takes one; onDone: after it was sent, or given up
 */
export function CommandForm({ callable, given: typed, files, onDone }) {
	const { command, group, subcommand, options } = callable;
	const call = { user: view.userId, channel: view.channelId, command, group, subcommand };
	const form = useRef(/** @type {HTMLFormElement | null} */ (null));
	const [shown, setShown] = useState(() => options.filter(({ name, required }) => required || name in typed));
	const target = shown.find(({ type }) => type === OptionType.attachment);
	const last = shown.at(-1);
	// Before the next key can be pressed: Enter twice sends a command.
	useLayoutEffect(() => {
		const empty = shown.find(({ name }) => !(name in typed));
		const first = empty ? `#${inputId(empty.name)}` : '.command-form [type=submit]';
		/** @type {HTMLElement | null} */ (document.querySelector(first))?.focus();
	}, []);
	useLayoutEffect(() => {
		if (last && !last.required && !(last.name in typed)) document.getElementById(inputId(last.name))?.focus();
	}, [last]);

	/** What has been entered so far. */
	function entered() {
		const data = new FormData(form.current ?? undefined);
		/** @type {[string, OptionValue | undefined][]} */
		const values = shown.map((option) => [option.name, optionValue(option, data.get(option.name))]);
		return values.flatMap(([name, value]) =>
			value === undefined ? [] : [/** @type {const} */ ([name, value])],
		);
	}

	/** @param {string} focused @param {string} text */
	async function suggest(focused, text) {
		const others = entered().flatMap(([name, value]) =>
			name === focused || value instanceof File ? [] : [/** @type {const} */ ([name, value])],
		);
		const given = Object.fromEntries(others);
		const { choices } = await perform({ act: 'autocomplete', ...call, options: given, focused, typed: text });
		return choices;
	}

	/** @param {SubmitEvent} event */
	function send(event) {
		event.preventDefault();
		const values = entered();
		const missing = options.find(
			({ name, required }) => required && !values.some(([given]) => given === name),
		);
		if (missing) {
			warn(texts.optionMissing(nameOf(missing)));
			document.getElementById(inputId(missing.name))?.focus();
			return;
		}
		/** @type {File[]} */
		const uploads = [];
		const given = values.map(([name, value]) => [
			name,
			value instanceof File ? { file: uploads.push(value) - 1 } : value,
		]);
		onDone();
		void interact({ act: 'command', ...call, options: Object.fromEntries(given) }, uploads);
	}

	/** @param {KeyboardEvent} event */
	function onKeyDown(event) {
		if (event.key !== 'Escape') return;
		event.preventDefault();
		onDone();
	}

	const fields = shown.map((option) => {
		const { name, required, type } = option;
		// Who adds a switch that could be left out wants it on.
		const preset = typed[name] ?? (type === OptionType.boolean && !required ? 'true' : undefined);
		const props = { option, id: inputId(name), preset, suggest };
		return html`
			<div class="field" key=${name}>
				<label for=${inputId(name)}>
					${nameOf(option)}${required && html`<span class="required" aria-hidden="true"> *</span>`}
				</label>
				<${OptionInput} ...${props} dropped=${option === target ? files : undefined} />
				<small>${descriptionOf(option)}</small>
			</div>
		`;
	});
	const more = options
		.filter((option) => !shown.includes(option))
		.map(
			(option) => html`
				<button type="button" class="line quiet chip" onClick=${() => setShown([...shown, option])}>
					<${Icon} name="plus" />${nameOf(option)}
				</button>
			`,
		);
	return html`
		<form ref=${form} class="card command-form" aria-label="/${callable.shownName}" noValidate onSubmit=${send} onKeyDown=${onKeyDown}>
			<p class="line command-head">
				<b>/${callable.shownName}</b>
				<span class="grow quiet clip">${callable.description}</span>
				<${IconButton} icon="close" label=${texts.cancel} run=${onDone} />
			</p>
			<div class="command-fields">${fields}</div>
			<div class="line command-foot">
				<div class="row">${more}</div>
				<button type="submit" class="button primary">${texts.sendCommand}</button>
			</div>
		</form>
	`;
}

/** @param {string} option */
function inputId(option) {
	return `option-${option}`;
}

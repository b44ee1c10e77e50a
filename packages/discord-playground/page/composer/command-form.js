import { useEffect, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon, IconButton } from '../lib/icons.js';
import { withoutTooLarge } from '../overlay/file-picker.js';
import { warn } from '../overlay/toasts.js';
import { perform } from '../state/api.js';
import { interact } from '../state/interactions.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { localized } from './commands.js';
import { ATTACHMENT, OptionInput } from './option-input.js';

/**
 * @import { APIApplicationCommandBasicOption } from 'discord-api-types/v10'
 * @import { Callable } from './commands.js'
 * @import { OptionValue } from './option-input.js'
 *
 * @typedef {Record<string, OptionValue | undefined>} Values
 */

const BOOLEAN = 5;

/**
 * The options of a command that has been picked, to be filled in and sent.
 * @param {{ callable: Callable, given: Values, files: readonly File[], onDone: () => void }} props
 *   given: what was typed already; files: dropped or pasted anywhere, for the first option that takes one; onDone: after it was sent, or given up
 */
export function CommandForm({ callable, given: typed, files, onDone }) {
	const { command, group, subcommand, options } = callable;
	const call = { user: view.userId, channel: view.channelId, command, group, subcommand };
	const [shown, setShown] = useState(() => options.filter(({ name, required }) => required || name in typed));
	const [values, setValues] = useState(typed);
	/** @param {string} name @param {OptionValue | undefined} value */
	const enter = (name, value) => setValues((others) => ({ ...others, [name]: value }));

	useEffect(() => {
		const target = shown.find(({ type }) => type === ATTACHMENT);
		const [file] = withoutTooLarge(files.slice(0, 1));
		if (target && file) enter(target.name, file);
	}, [files]);
	const last = shown.at(-1);
	useEffect(() => {
		const empty = shown.find(({ name }) => !(name in typed));
		const first = empty ? `#${inputId(empty.name)}` : '.command-form [type=submit]';
		/** @type {HTMLElement | null} */ (document.querySelector(first))?.focus();
	}, []);
	useEffect(() => {
		if (last && !last.required && !(last.name in typed)) document.getElementById(inputId(last.name))?.focus();
	}, [last]);

	/** @param {APIApplicationCommandBasicOption} option that need not be given, and is wanted now */
	function add(option) {
		setShown([...shown, option]);
		// Who adds a switch that could be left out wants it on.
		if (option.type === BOOLEAN) enter(option.name, true);
	}

	/** @param {string} focused @param {string} typed */
	async function suggest(focused, typed) {
		const others = Object.entries(values).flatMap(([name, value]) =>
			name === focused || value === undefined || value instanceof File
				? []
				: [/** @type {const} */ ([name, value])],
		);
		const given = Object.fromEntries(others);
		const { choices } = await perform({ act: 'autocomplete', ...call, options: given, focused, typed });
		return choices;
	}

	/** @param {SubmitEvent} event */
	function send(event) {
		event.preventDefault();
		const missing = options.find(({ name, required }) => required && values[name] === undefined);
		if (missing) {
			warn(texts.optionMissing(localized(missing.name, missing.name_localizations)));
			document.getElementById(inputId(missing.name))?.focus();
			return;
		}
		/** @type {File[]} */
		const uploads = [];
		const given = Object.entries(values)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => [name, value instanceof File ? { file: uploads.push(value) - 1 } : value]);
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
		const { name, name_localizations, description, description_localizations, required } = option;
		const onValue = (/** @type {OptionValue | undefined} */ value) => enter(name, value);
		return html`
			<div class="field" key=${name}>
				<label for=${inputId(name)}>
					${localized(name, name_localizations)}
					${required && html`<span class="required" aria-hidden="true"> *</span>`}
				</label>
				<${OptionInput} ...${{ option, id: inputId(name), value: values[name], onValue, suggest }} />
				<small>${localized(description, description_localizations)}</small>
			</div>
		`;
	});
	const more = options
		.filter((option) => !shown.includes(option))
		.map(
			(option) => html`
				<button type="button" class="line quiet chip" onClick=${() => add(option)}>
					<${Icon} name="plus" />${localized(option.name, option.name_localizations)}
				</button>
			`,
		);
	return html`
		<form class="card command-form" aria-label="/${callable.shownName}" noValidate onSubmit=${send} onKeyDown=${onKeyDown}>
			<p class="line command-head">
				<b>/${callable.shownName}</b>
				<span class="quiet clip">${callable.description}</span>
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

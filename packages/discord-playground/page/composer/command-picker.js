import { useEffect, useMemo, useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon, Seal } from '../lib/icons.js';
import { offeredCommands } from '../state/api.js';
import { store } from '../state/store.js';
import { texts } from '../texts/index.js';
import { callables, matching, nameOf } from './commands.js';
import { useListbox } from './listbox.js';
import { OptionType } from './option-value.js';

/** @import { Callable } from './commands.js' */

/** @type {readonly Callable[]} */
const NONE = [];

/**
 * Those of the bot's commands that begin with, or contain, what was typed.
 * @param {string} typed without the slash
 */
export async function findCommands(typed) {
	return matching(callables(await offeredCommands()), typed);
}

/**
 * What a message that begins with a slash looks for; undefined for other messages.
 * @param {string} text
 */
export function soughtCommand(text) {
	return /^\/([^\n]*)$/.exec(text)?.[1];
}

/**
 * Offers the bot's commands while a message begins with a slash.
 * @param {{ text: string, isClosed: boolean, pick: (callable: Callable) => void, close: () => void }} settings
 */
export function useCommandPicker({ text, isClosed, pick, close }) {
	const sought = isClosed ? undefined : soughtCommand(text);
	const isSeeking = sought !== undefined;
	const [all, setAll] = useState(/** @type {readonly Callable[] | undefined} */ (undefined));
	const { world } = store;
	useEffect(() => {
		if (!isSeeking) return;
		let isCurrent = true;
		void findCommands('').then((found) => isCurrent && setAll(found));
		return () => {
			isCurrent = false;
		};
	}, [isSeeking, world]);
	const found = useMemo(() => (isSeeking && all ? matching(all, sought) : NONE), [all, sought]);
	const listbox = useListbox({
		id: 'command-list',
		label: texts.commands,
		items: found,
		view: (callable) => html`<${Entry} callable=${callable} />`,
		choose: pick,
		close,
	});
	const isEmpty = isSeeking && all !== undefined && found.length === 0;
	const hint = html`<p class="card muted floating" hidden=${!isEmpty}>${texts.noCommands}</p>`;
	return { ...listbox, list: html`<div class="picker">${listbox.list}${hint}</div>` };
}

/** @param {{ callable: Callable }} props */
function Entry({ callable: { shownName, description, options } }) {
	const takesPicture = options.some(({ type }) => type === OptionType.attachment);
	const parameters = options.map(
		(option) => html`<code class=${option.required ? 'required' : ''}>${nameOf(option)}</code>`,
	);
	return html`
		<span class="picker-mark">${takesPicture ? html`<${Icon} name="picture" />` : html`<${Seal} />`}</span>
		<span>
			<span><b>/${shownName}</b>${parameters}</span>
			<small>${description}</small>
		</span>
	`;
}

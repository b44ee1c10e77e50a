import { useState } from 'preact/hooks';
import { compose } from '../composer/acts.js';
import { html } from '../lib/html.js';
import { texts } from '../texts/index.js';

/** @import { Children } from '../lib/html.js' */

/**
 * A button that offers a command in the composer.
 * @param {{ name: string, shown?: string }} props
 */
export function CommandMention({ name, shown = name }) {
	return html`<button type="button" class="mention" onClick=${() => compose.command(name)}>/${shown}</button>`;
}

/**
 * Covered until it is asked for.
 * @param {{ children: Children }} props
 */
export function Spoiler({ children }) {
	const [isCovered, setCovered] = useState(true);
	const uncover = () => setCovered(false);
	const onKeyDown = (/** @type {KeyboardEvent} */ { key }) => key === 'Enter' && uncover();
	const button = { role: 'button', tabindex: 0, 'aria-label': texts.spoiler, onClick: uncover, onKeyDown };
	return html`<span class="spoiler" ...${isCovered ? button : {}}><span>${children}</span></span>`;
}

/**
 * What anything but a web address would do when clicked is not for a message to decide.
 * @param {{ url: string | undefined, children: Children }} props
 */
export function ExternalLink({ url, children }) {
	if (url === undefined) return children;
	const isWeb = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
	const href = isWeb ? url : undefined;
	return html`<a href=${href} target="_blank" rel="noopener noreferrer" title=${url}>${children}</a>`;
}

import { useState } from 'preact/hooks';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { Markdown } from '../markdown/markdown.js';
import { SelectMenu } from '../overlay/select-menu.js';
import { selectOptions } from '../overlay/select-options.js';
import { interact } from '../state/interactions.js';
import { hexColor } from '../state/names.js';
import { store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { FileCard, Gallery, Picture } from './attachments.js';

/**
 * @import { APIButtonComponent, APIMessageTopLevelComponent, APISelectMenuComponent, APIThumbnailComponent }
 *   from 'discord-api-types/v10'
 * @import { Children } from '../lib/html.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 *
 * Any component of a message; Discord's type number tells which.
 * @typedef {APIMessageTopLevelComponent | APIButtonComponent | APISelectMenuComponent | APIThumbnailComponent} AnyComponent
 *
 * Sends a press, or a choice.
 * @typedef {(customId: string, values?: string[]) => void} Use
 */

const LINK = 5;
const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link-button', 'primary'];

/**
 * The buttons, selects and layout of a message. What was used stays busy until the bot has answered, and an answer that
 * never came is told.
 * @param {{ message: PageMessage }} props
 */
export function Components({ message }) {
	const [busy, setBusy] = useState('');
	const [failure, setFailure] = useState('');
	if (!message.components?.length) return null;

	/** @type {Use} */
	const use = async (customId, values) => {
		if (busy === customId) return;
		setFailure('');
		setBusy(customId);
		const act = { user: view.userId, message: message.id, customId };
		const answered = await interact(values ? { act: 'select', ...act, values } : { act: 'button', ...act });
		setBusy('');
		if (answered?.state === 'failed') setFailure(texts.interactionFailed);
	};

	return html`
		<div class="components">
			${message.components.map((component) => html`<${Component} ...${{ message, component, busy, use }} />`)}
			<p class="failed" role="alert">${failure}</p>
		</div>
	`;
}

/**
 * @param {{ message: PageMessage, component: AnyComponent, busy: string, use: Use }} props
 * @returns {Children}
 */
function Component({ component, ...rest }) {
	const all = (/** @type {readonly AnyComponent[]} */ list) =>
		list.map((child) => html`<${Component} component=${child} ...${rest} />`);
	switch (component.type) {
		case 1:
			return html`<div class="row">${all(component.components)}</div>`;
		case 2:
			return html`<${Button} button=${component} ...${rest} />`;
		case 3:
		case 5:
		case 6:
		case 7:
		case 8:
			return html`<${Select} select=${component} ...${rest} />`;
		case 9:
			return html`
				<div class="section">
					<div class="section-text">${all(component.components)}</div>
					<div class="section-accessory">${all([component.accessory])}</div>
				</div>
			`;
		case 10:
			return html`<${Markdown} source=${component.content} />`;
		case 11:
			return html`<${Picture} ...${mediaOf(component)} />`;
		case 12:
			return html`<${Gallery} pictures=${component.items.map(mediaOf)} />`;
		case 13: {
			const { url } = component.file;
			const filename = component.name ?? new URL(url).pathname.split('/').at(-1);
			return html`<${FileCard} url=${url} filename=${filename} size=${component.size} />`;
		}
		case 14: {
			const { divider, spacing } = component;
			return html`<hr class="separator ${divider === false ? 'blank' : ''} ${spacing === 2 ? 'large' : ''}" />`;
		}
		case 17:
			return html`<${Container} color=${component.accent_color} spoiler=${component.spoiler}>${all(component.components)}<//>`;
		default:
			return null;
	}
}

/** @param {{ color?: number | null, spoiler?: boolean, children: Children }} props */
function Container({ color, spoiler, children }) {
	const [isRevealed, setRevealed] = useState(!spoiler);
	const style = typeof color === 'number' ? { '--accent': hexColor(color) } : {};
	return html`
		<div class="card container ${isRevealed ? '' : 'covered'}" style=${style} onClick=${() => setRevealed(true)}>
			${children}
		</div>
	`;
}

/**
 * @param {{ media: { url: string, width?: number | null, height?: number | null }, description?: string | null, spoiler?: boolean }} item
 */
function mediaOf({ media: { url, width, height }, description, spoiler }) {
	return { url, width, height, description, spoiler, name: description ?? '' };
}

/** @param {{ button: APIButtonComponent, busy: string, use: Use }} props */
function Button({ button, busy, use }) {
	const emoji = 'emoji' in button ? button.emoji : undefined;
	const content = html`
		${emoji && html`<span>${emoji.id ? `:${emoji.name}:` : emoji.name}</span>`}
		${'label' in button && button.label && html`<span>${button.label}</span>`}
	`;
	if (button.style === LINK) {
		const href = /^https?:/.test(button.url) ? button.url : undefined;
		return html`
			<a class="button secondary" href=${href} target="_blank" rel="noopener noreferrer">
				${content}<${Icon} name="link" />
			</a>
		`;
	}
	const customId = 'custom_id' in button ? button.custom_id : '';
	return html`
		<button
			type="button"
			class="button ${STYLES[button.style] ?? 'secondary'}"
			disabled=${button.disabled}
			aria-busy=${busy !== '' && busy === customId}
			onClick=${() => customId && use(customId)}
		>
			${content}
		</button>
	`;
}

/** @param {{ message: PageMessage, select: APISelectMenuComponent, busy: string, use: Use }} props */
function Select({ message, select, busy, use }) {
	return html`
		<${SelectMenu}
			key=${message.edited_timestamp}
			label=${select.placeholder ?? texts.choose}
			options=${selectOptions(store.channel(message.channel_id), select)}
			min=${select.min_values ?? 1}
			max=${select.max_values ?? 1}
			disabled=${select.disabled}
			busy=${busy === select.custom_id}
			onCommit=${(/** @type {string[]} */ values) => use(select.custom_id, values)}
		/>
	`;
}

import { h } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { markdown } from '../markdown/render.js';
import { selectMenu } from '../overlay/select-menu.js';
import { selectOptions } from '../overlay/select-options.js';
import { fileCard, picture } from './attachments.js';

/**
 * @import { APIButtonComponent, APIMessageTopLevelComponent, APISelectMenuComponent } from 'discord-api-types/v10'
 * @import { ActInput } from '../../src/page-api/act-schema.ts'
 * @import { App } from '../app.js'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 *
 * Any component of a message; Discord's type number tells which.
 * @typedef {APIMessageTopLevelComponent | APIButtonComponent | APISelectMenuComponent
 *   | import('discord-api-types/v10').APIThumbnailComponent} AnyComponent
 */

const LINK = 5;
const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link-button', 'primary'];

/**
 * The buttons, selects and layout of a message.
 * @param {App} app
 * @param {PageMessage} message
 */
export function components(app, message) {
	const list = message.components ?? [];
	if (list.length === 0) return undefined;
	return h(
		'div',
		{ class: 'components' },
		list.map((component) => componentView(app, message, component)),
		h('p', { class: 'component-error', role: 'alert' }),
	);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {AnyComponent} component
 * @returns {Node | undefined}
 */
function componentView(app, message, component) {
	const children = (/** @type {readonly AnyComponent[]} */ list) =>
		list.map((child) => componentView(app, message, child));
	switch (component.type) {
		case 1:
			return h('div', { class: 'row' }, children(component.components));
		case 2:
			return buttonView(app, message, component);
		case 3:
		case 5:
		case 6:
		case 7:
		case 8:
			return selectView(app, message, component);
		case 9:
			return h(
				'div',
				{ class: 'section' },
				h('div', { class: 'section-text' }, children(component.components)),
				h('div', { class: 'section-accessory' }, children([component.accessory])),
			);
		case 10:
			return markdown(app, component.content);
		case 11:
			return picture(app, mediaOf(component));
		case 12:
			return h(
				'div',
				{ class: `gallery count-${Math.min(component.items.length, 4)}` },
				component.items.map((item) => picture(app, mediaOf(item))),
			);
		case 13:
			return fileCard(app, {
				url: component.file.url,
				filename: component.name ?? new URL(component.file.url).pathname.split('/').at(-1) ?? '',
				size: component.size,
			});
		case 14: {
			const classes = `separator${component.divider === false ? ' blank' : ''}${component.spacing === 2 ? ' large' : ''}`;
			return h('hr', { class: classes });
		}
		case 17: {
			const color = component.accent_color;
			return h(
				'div',
				{
					class: `container${component.spoiler ? ' spoiler' : ''}`,
					vars: typeof color === 'number' ? { '--accent': `#${color.toString(16).padStart(6, '0')}` } : {},
					onclick: (/** @type {MouseEvent} */ { currentTarget }) =>
						/** @type {Element} */ (currentTarget).classList.add('revealed'),
				},
				children(component.components),
			);
		}
		default:
			return undefined;
	}
}

/**
 * @param {{ media: { url: string, width?: number | null, height?: number | null }, description?: string | null, spoiler?: boolean }} item
 */
function mediaOf({ media, description, spoiler }) {
	const { url, width, height } = media;
	return { url, width, height, description, spoiler, name: description ?? '' };
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {APIButtonComponent} component
 */
function buttonView(app, message, component) {
	const style = STYLES[component.style] ?? 'secondary';
	const label = 'label' in component ? component.label : undefined;
	const emoji = 'emoji' in component ? component.emoji : undefined;
	const content = [
		emoji && h('span', { class: 'emoji' }, emoji.id ? `:${emoji.name}:` : emoji.name),
		label && h('span', {}, label),
	];
	if (component.style === LINK) {
		const url = component.url;
		const isWeb = /^https?:/.test(url);
		return h(
			'a',
			{
				class: 'component-button secondary',
				href: isWeb ? url : undefined,
				target: '_blank',
				rel: 'noopener noreferrer',
			},
			content,
			icon('link'),
		);
	}
	return h(
		'button',
		{
			type: 'button',
			class: `component-button ${style}`,
			disabled: component.disabled,
			onclick: (/** @type {MouseEvent} */ { currentTarget }) => {
				if (!('custom_id' in component)) return;
				const act = { user: app.view.userId, message: message.id, customId: component.custom_id };
				void use(app, /** @type {HTMLElement} */ (currentTarget), { act: 'button', ...act });
			},
		},
		content,
	);
}

/**
 * @param {App} app
 * @param {PageMessage} message
 * @param {APISelectMenuComponent} component
 */
function selectView(app, message, component) {
	const channel = app.store.channel(message.channel_id);
	const select = selectMenu({
		label: component.placeholder ?? app.texts().choose,
		options: channel ? selectOptions(app, channel, component) : [],
		min: component.min_values ?? 1,
		max: component.max_values ?? 1,
		disabled: component.disabled,
		onCommit: (values) => {
			const act = { user: app.view.userId, message: message.id, customId: component.custom_id, values };
			void use(app, select, { act: 'select', ...act });
		},
	});
	return select;
}

/**
 * Sends a press or choice; what was used stays busy until the bot has answered, and an answer that never came is told.
 * @param {App} app
 * @param {HTMLElement} element
 * @param {ActInput} act
 */
async function use(app, element, act) {
	if (element.getAttribute('aria-busy') === 'true') return;
	const error = element.closest('.components')?.querySelector('.component-error');
	if (error) error.textContent = '';
	element.setAttribute('aria-busy', 'true');
	const answered = await app.interactions.start(act);
	element.removeAttribute('aria-busy');
	if (answered?.state === 'failed' && error) error.textContent = app.texts().interactionFailed;
}

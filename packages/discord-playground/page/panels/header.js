import { byId, h, replace } from '../lib/dom.js';
import { icon } from '../lib/icons.js';
import { openMenu } from '../overlay/menu.js';
import { currentTheme, setTheme, THEMES } from '../state/theme.js';
import { channelIcon } from './channel-icon.js';
import { openHelp } from './help.js';

/** @import { App } from '../app.js' */

const THEME_ICONS = /** @type {const} */ ({ auto: 'auto', light: 'sun', dark: 'moon' });

/**
 * The channel's name and topic, and the page's own buttons.
 * @param {App} app
 */
export function showHeader(app) {
	const texts = app.texts();
	const { channel } = app.view;
	if (!channel) return;
	const name = app.names.ofChannel(channel);
	document.title = `${name} · ${texts.title}`;
	/** @type {(name: import('../lib/icons.js').IconName, label: string, run: (event: MouseEvent) => void, className?: string) => HTMLElement} */
	const button = (iconName, label, run, className = '') =>
		h(
			'button',
			{ type: 'button', class: `icon-button ${className}`, 'aria-label': label, title: label, onclick: run },
			icon(iconName),
		);
	replace(
		byId('header'),
		button('menu', texts.openChannels, () => document.body.classList.toggle('drawer'), 'only-narrow'),
		h('h1', {}, channelIcon(channel), h('span', {}, name)),
		channel.topic ? h('p', { class: 'topic' }, channel.topic) : h('span', { class: 'topic' }),
		button('people', texts.members, () => toggleMembers()),
		button(THEME_ICONS[currentTheme()], texts.theme, ({ currentTarget }) =>
			chooseTheme(app, /** @type {Element} */ (currentTarget)),
		),
		button('help', texts.help, () => openHelp(app)),
	);
}

/** Hidden at first where there is no room for it. */
function toggleMembers() {
	const isNarrow = matchMedia('(max-width: 70rem)').matches;
	document.body.classList.toggle(isNarrow ? 'show-members' : 'hide-members');
}

/**
 * @param {App} app
 * @param {Element} anchor
 */
function chooseTheme(app, anchor) {
	const texts = app.texts();
	openMenu({
		at: anchor,
		label: texts.theme,
		sections: [
			{
				items: THEMES.map((theme) => ({
					label: texts.themes[theme],
					checked: theme === currentTheme(),
					leading: icon(THEME_ICONS[theme]),
					run: () => {
						setTheme(theme);
						showHeader(app);
					},
				})),
			},
		],
	});
}

import { html } from '../lib/html.js';
import { ChannelIcon, Icon, IconButton } from '../lib/icons.js';
import { openMenu } from '../overlay/menu.js';
import { channelName } from '../state/names.js';
import { currentTheme, setTheme, THEMES } from '../state/theme.js';
import { texts } from '../texts/index.js';
import { openHelp } from './help.js';

/** @import { AnyChannel } from '../state/store.js' */

const THEME_ICONS = /** @type {const} */ ({ auto: 'auto', light: 'sun', dark: 'moon' });

/**
 * The channel's name and topic, and the page's own buttons.
 * @param {{ channel: AnyChannel }} props
 */
export function Header({ channel }) {
	const toggleDrawer = () => document.body.classList.toggle('drawer');
	return html`
		<header id="header" class="line">
			<${IconButton} class="only-narrow" icon="menu" label=${texts.openChannels} run=${toggleDrawer} />
			<h1 class="line"><${ChannelIcon} channel=${channel} /><span class="clip">${channelName(channel)}</span></h1>
			<p class="topic grow muted clip">${channel.topic}</p>
			<${IconButton} icon="people" label=${texts.members} run=${toggleMembers} />
			<${IconButton} icon=${THEME_ICONS[currentTheme()]} label=${texts.theme} run=${chooseTheme} />
			<${IconButton} icon="help" label=${texts.help} run=${openHelp} />
		</header>
	`;
}

/** Hidden at first where there is no room for it. */
function toggleMembers() {
	const isNarrow = matchMedia('(max-width: 70rem)').matches;
	document.body.classList.toggle(isNarrow ? 'show-members' : 'hide-members');
}

/** @param {HTMLElement} at */
function chooseTheme(at) {
	const items = THEMES.map((theme) => ({
		label: texts.themes[theme],
		checked: theme === currentTheme(),
		leading: html`<${Icon} name=${THEME_ICONS[theme]} />`,
		run: () => setTheme(theme),
	}));
	openMenu({ at, label: texts.theme, sections: [{ items }] });
}

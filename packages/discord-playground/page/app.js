import { Composer } from './composer/composer.js';
import { DropVeil } from './composer/drops.js';
import { html } from './lib/html.js';
import { Icon, Seal } from './lib/icons.js';
import { Channels } from './panels/channels.js';
import { Header } from './panels/header.js';
import { Members } from './panels/members.js';
import { Servers } from './panels/servers.js';
import { Timeline } from './panels/timeline.js';
import { channelName, userName } from './state/names.js';
import { store } from './state/store.js';
import { view } from './state/view.js';
import { texts } from './texts/index.js';

/** @import { AnyChannel } from './state/store.js' */

/** All of the page, as things are now. */
export function App() {
	const channel = store.world && view.channel;
	document.title = channel ? `${channelName(channel)} · ${texts.title}` : texts.title;
	const hideSides = () => document.body.classList.remove('drawer', 'show-members');
	return html`
		<a class="skip" href="#message">${texts.skip}</a>
		<aside id="sidebar">
			<p id="brand" class="line"><${Seal} /><span>${texts.title}<small>${texts.tagline}</small></span></p>
			${channel && html`<${Servers} /><${Channels} />`}
		</aside>
		<div id="scrim" onClick=${hideSides}></div>
		<main>
			${channel && html`<${Header} channel=${channel} />`}
			<${Notice} />
			${channel && html`<${Conversation} key=${`${view.userId} ${channel.id}`} channel=${channel} />`}
		</main>
		${channel && html`<${Members} />`}
		<${DropVeil} />
		<div id="toasts" role="alert"></div>
		<div id="pointed-at"></div>
	`;
}

/** @param {{ channel: AnyChannel }} props */
function Conversation({ channel }) {
	return html`<${Timeline} channel=${channel} /><${Typing} /><${Composer} channel=${channel} />`;
}

/** Says when there is nobody to talk to. */
function Notice() {
	const isBotOffline = store.world && !store.world.botOnline && texts.botOffline;
	const text = store.connected === false ? texts.disconnected : isBotOffline;
	return html`
		<p id="notice" class="line" role="status" hidden=${!text}>${text && html`<${Icon} name="warn" /><span>${text}</span>`}</p>
	`;
}

/** Says who is typing in the channel one looks at. */
function Typing() {
	const others = store.typingIn(view.channelId).filter((id) => id !== view.userId);
	const dots = html`<span class="dots" aria-hidden="true"></span>`;
	return html`
		<p id="typing" class="quiet clip" aria-live="polite">${others.length > 0 && [dots, texts.typing(others.map(userName))]}</p>
	`;
}

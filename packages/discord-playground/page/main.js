import { App } from './app.js';
import { Composer } from './composer/composer.js';
import { batched, byId, h, replace } from './lib/dom.js';
import { seal } from './lib/icons.js';
import { openModal } from './overlay/modal.js';
import { showChannels } from './panels/channels.js';
import { showHeader } from './panels/header.js';
import { showMembers } from './panels/members.js';
import { showNotice } from './panels/notices.js';
import { showServers } from './panels/servers.js';
import { Timeline } from './panels/timeline.js';
import { showTyping } from './panels/typing.js';
import { connect } from './state/connection.js';
import { restoreTheme } from './state/theme.js';

restoreTheme();
const app = new App();
const { store, view } = app;
new Composer(app);
new Timeline(app);
app.interactions.onModal = (interaction) => openModal(app, interaction);

const showPlaces = batched(() => {
	if (!store.isFilled) return;
	showServers(app);
	showChannels(app);
});
const showAround = batched(() => {
	if (!store.isFilled) return;
	const texts = app.texts();
	document.documentElement.lang = texts.language;
	replace(byId('brand'), seal(), h('span', {}, texts.title), h('small', {}, texts.tagline));
	for (const [id, label] of Object.entries(texts.regions)) byId(id).setAttribute('aria-label', label);
	showHeader(app);
	showMembers(app);
});
store.on('world', showPlaces);
view.on(['user', 'channel', 'unread'], showPlaces);
store.on('world', showAround);
view.on(['user', 'channel'], showAround);
store.on(
	'typing',
	batched(() => showTyping(app)),
);
view.on('channel', () => showTyping(app));
store.on(
	['world', 'connection'],
	batched(() => showNotice(app)),
);

byId('scrim').addEventListener('click', () => document.body.classList.remove('drawer', 'show-members'));
document.addEventListener('keydown', ({ key }) => {
	if (key === 'Escape') document.body.classList.remove('drawer', 'show-members');
});

connect(store);

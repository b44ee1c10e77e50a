import { render } from 'preact';
import { App } from './app.js';
import { html } from './lib/html.js';
import { openModal } from './overlay/modal.js';
import { drawWith } from './state/changes.js';
import { connect } from './state/connection.js';
import { modals } from './state/interactions.js';
import { restoreTheme } from './state/theme.js';
import { texts } from './texts/index.js';

document.documentElement.lang = texts.language;
document.addEventListener('keydown', ({ key }) => {
	if (key === 'Escape') document.body.classList.remove('drawer', 'show-members');
});
drawWith(() => render(html`<${App} />`, document.body));
modals.open = openModal;
restoreTheme();
connect();

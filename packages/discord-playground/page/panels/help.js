import { html } from '../lib/html.js';
import { openDialog } from '../overlay/dialog.js';
import { attempt, perform } from '../state/api.js';
import { texts } from '../texts/index.js';

/** What this page is, and how to use it. */
export function openHelp() {
	/** @param {() => void} close */
	const afresh = (close) => {
		close();
		openAfresh();
	};
	const keys = texts.keys.map(([key, meaning]) => html`<dt><kbd>${key}</kbd></dt><dd>${meaning}</dd>`);
	openDialog({
		title: texts.title,
		content: (close) => html`
			<p>${texts.about}</p>
			<p>${texts.nothingLeaves}</p>
			<h3>${texts.tryHeading}</h3>
			<ul>${texts.tries.map((text) => html`<li>${text}</li>`)}</ul>
			<h3>${texts.keysHeading}</h3>
			<dl class="keys">${keys}</dl>
			<button type="button" class="button secondary" onClick=${() => afresh(close)}>
				${texts.afresh} …
			</button>
		`,
	});
}

function openAfresh() {
	/** @param {() => void} close */
	const startAfresh = (close) => {
		close();
		void attempt(() => perform({ act: 'startAfresh' }));
	};
	openDialog({
		title: texts.afresh,
		content: (close) => html`
			<p>${texts.afreshMeans}</p>
			<button type="button" class="button danger" onClick=${() => startAfresh(close)}>
				${texts.afreshDo}
			</button>
		`,
	});
}

import { html } from '../lib/html.js';
import { Icon, runWith } from '../lib/icons.js';
import { openMenu } from '../overlay/menu.js';
import { attempt, perform } from '../state/api.js';
import { userName } from '../state/names.js';
import { Permission } from '../state/permissions.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';

/**
 * @import { APIReaction } from 'discord-api-types/v10'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 * @import { Place } from '../overlay/menu.js'
 */

const OFFERED = ['👍', '❤️', '😂', '😮', '🎉', '👀', '🐦', '🐒', '🐗', '✅'];

/** @param {{ message: PageMessage }} props */
export function Reactions({ message }) {
	if (!message.reactions?.length) return null;
	/** @param {APIReaction} reaction */
	const reactionView = ({ emoji, count }) => {
		const key = emoji.id === null ? (emoji.name ?? '') : `${emoji.name}:${emoji.id}`;
		const reactors = message.reactors[key] ?? [];
		const isMine = reactors.includes(view.userId);
		return html`
			<button
				type="button"
				class="line card reaction"
				aria-pressed=${isMine}
				title=${reactors.map(userName).join(', ')}
				onClick=${() => toggle(message, key, isMine)}
			>
				<span>${emoji.id === null ? emoji.name : `:${emoji.name}:`}</span>
				<span>${count}</span>
			</button>
		`;
	};
	const add = runWith((anchor) => chooseReaction(message, anchor));
	return html`
		<div class="reactions">
			${message.reactions.map(reactionView)}
			${mayReact(message) && html`<button type="button" class="line card reaction" aria-label=${texts.react} onClick=${add}><${Icon} name="smile" /></button>`}
		</div>
	`;
}

/** @param {PageMessage} message */
export function mayReact({ channel_id }) {
	return view.may(channel_id, Permission.addReactions | Permission.readHistory);
}

/**
 * @param {PageMessage} message
 * @param {Place} at
 */
export function chooseReaction(message, at) {
	const items = OFFERED.map((emoji) => ({ label: emoji, run: () => toggle(message, emoji, false) }));
	openMenu({ at, label: texts.react, sections: [{ items }], class: 'emoji' });
}

/**
 * @param {PageMessage} message
 * @param {string} emoji
 * @param {boolean} isMine
 */
function toggle({ id: message }, emoji, isMine) {
	const act = isMine ? 'unreact' : 'react';
	void attempt(() => perform({ act, user: view.userId, message, emoji }));
}

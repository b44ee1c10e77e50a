import { useMemo } from 'preact/hooks';
import { compose } from '../composer/acts.js';
import { Avatar } from '../lib/avatar.js';
import { html } from '../lib/html.js';
import { Icon, IconButton } from '../lib/icons.js';
import { memberOf, roleStyle, userName } from '../state/names.js';
import { isEphemeral, store } from '../state/store.js';
import { view } from '../state/view.js';
import { texts } from '../texts/index.js';
import { Components } from './components.js';
import { clockTime, MessageContent } from './content.js';
import { Forwarded } from './forward.js';
import { openMessageMenu } from './message-menu.js';
import { commandOf, Origin } from './origin.js';
import { chooseReaction, mayReact, Reactions } from './reactions.js';

/** @import { PageMessage } from '../../src/page-api/page-world.ts' */

const LOADING = 128;

/**
 * A message as its reader sees it; drawn anew only when something in it may be another.
 * @param {{ message: PageMessage, grouped: boolean }} props grouped: below another one of the same author
 */
export function Message({ message, grouped }) {
	const { world } = store;
	return useMemo(
		() => html`<${Article} message=${message} grouped=${grouped} />`,
		[message, grouped, world, view.userId, commandOf(message)],
	);
}

/** @param {{ message: PageMessage, grouped: boolean }} props */
function Article({ message, grouped }) {
	const name = authorName(message);
	const time = clockTime(message.timestamp);
	const isLoading = ((message.flags ?? 0) & LOADING) !== 0;
	const classes = [
		'message',
		grouped && 'grouped',
		isEphemeral(message) && 'ephemeral',
		mentionsMe(message) && 'mentions-me',
	];
	return html`
		<article
			class=${classes.filter(Boolean).join(' ')}
			tabindex="-1"
			data-id=${message.id}
			aria-label="${name}, ${time}"
		>
			<${Origin} message=${message} />
			${grouped ? html`<time class="time-aside" datetime=${message.timestamp}>${time}</time>` : html`<${Avatar} user=${message.author} />`}
			<div class="message-body">
				${!grouped && html`<${Head} message=${message} name=${name} />`}
				${isLoading ? html`<p class="muted"><span class="dots" aria-hidden="true"></span>${texts.thinking(name)}</p>` : html`<${Body} message=${message} />`}
				${isEphemeral(message) && html`<${EphemeralNote} id=${message.id} />`}
			</div>
			<${Actions} message=${message} />
		</article>
	`;
}

/** @param {{ message: PageMessage }} props */
function Body({ message }) {
	const { edited_timestamp: edited } = message;
	return html`
		<${MessageContent} message=${message} />
		${edited && html`<span class="edited" title=${edited}>${texts.edited}</span>`}
		<${Forwarded} message=${message} />
		<${Components} message=${message} />
		<${Reactions} message=${message} />
	`;
}

/** @param {PageMessage} message */
function authorName({ author, webhook_id, application_id }) {
	// A webhook's name is its own; answers to interactions come through one too, but from the bot.
	return webhook_id && !application_id ? author.username : userName(author.id);
}

/** @param {{ message: PageMessage, name: string }} props */
function Head({ message: { author, timestamp, webhook_id }, name }) {
	const title = new Date(timestamp).toLocaleString(view.locale);
	return html`
		<p class="message-head">
			<span class="author" style=${roleStyle(author.id)}>${name}</span>
			${(author.bot || webhook_id) && html`<span class="badge">${texts.botBadge}</span>`}
			<time datetime=${timestamp} title=${title}>${clockTime(timestamp)}</time>
		</p>
	`;
}

/** @param {{ id: string }} props */
function EphemeralNote({ id }) {
	return html`
		<p class="line quiet">
			<${Icon} name="eye" />
			<span>${texts.onlyYou}</span>
			<button type="button" class="link" onClick=${() => store.dismiss(id)}>${texts.dismiss}</button>
		</p>
	`;
}

/**
 * The buttons that appear over a message.
 * @param {{ message: PageMessage }} props
 */
function Actions({ message }) {
	if (isEphemeral(message)) return null;
	const channel = store.channel(message.channel_id);
	const react = (/** @type {HTMLElement} */ anchor) => chooseReaction(message, anchor);
	const openMore = (/** @type {HTMLElement} */ anchor) => void openMessageMenu(message, anchor);
	const reply = () => compose.reply(message);
	return html`
		<div class="card actions" role="group" aria-label=${texts.messageActions}>
			${mayReact(message) && html`<${IconButton} icon="smile" label=${texts.react} run=${react} />`}
			${channel && view.mayWrite(channel) && html`<${IconButton} icon="reply" label=${texts.reply} run=${reply} />`}
			<${IconButton} icon="more" label=${texts.more} run=${openMore} />
		</div>
	`;
}

/** @param {PageMessage} message */
function mentionsMe({ mentions, mention_everyone, mention_roles, author }) {
	const { userId } = view;
	if (author.id === userId) return false;
	const roles = memberOf(userId)?.roles ?? [];
	return (
		mention_everyone ||
		mentions.some(({ id }) => id === userId) ||
		mention_roles.some((id) => roles.includes(id))
	);
}

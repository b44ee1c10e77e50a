import { Avatar } from '../lib/avatar.js';
import { html } from '../lib/html.js';
import { Icon } from '../lib/icons.js';
import { InlineMarkdown } from '../markdown/inline.js';
import { userName } from '../state/names.js';
import { store } from '../state/store.js';
import { texts } from '../texts/index.js';

/**
 * @import { APIMessage } from 'discord-api-types/v10'
 * @import { PageMessage } from '../../src/page-api/page-world.ts'
 */

const REPLY = 19;

/** @param {PageMessage} message */
function triggerOf({ interaction_metadata: metadata }) {
	return metadata && 'triggering_interaction_metadata' in metadata
		? metadata.triggering_interaction_metadata
		: metadata;
}

/**
 * The name of the command that a message answers.
 * @param {PageMessage} message
 */
export function commandOf(message) {
	const ids = [triggerOf(message)?.id, message.interaction_metadata?.id];
	return ids.map((id) => store.interaction(id ?? '')?.name).find((name) => name !== undefined);
}

/**
 * The line above a message that says what it answers: a command, a message, a press of a button.
 * @param {{ message: PageMessage }} props
 */
export function Origin({ message }) {
	const { interaction_metadata: metadata, referenced_message: replied } = message;
	if (message.type === REPLY || (replied !== undefined && !metadata)) {
		return html`<${ReplyLine} target=${replied} />`;
	}
	const first = triggerOf(message);
	if (!metadata || !first) return null;
	if ('interacted_message_id' in first) {
		return html`<${ReplyLine} target=${store.message(first.interacted_message_id)} />`;
	}
	const isMenu = 'target_message_id' in first || 'target_user' in first;
	return html`
		<p class="line quiet origin">
			<${Avatar} user=${metadata.user} />
			<b>${userName(metadata.user.id)}</b>
			${texts.used(html`<b>${isMenu ? '' : '/'}${commandOf(message)}</b>`)}
		</p>
	`;
}

/** @param {{ target?: APIMessage | null }} props none once it is deleted */
function ReplyLine({ target }) {
	if (!target)
		return html`<p class="line quiet origin"><${Icon} name="reply" /><em>${texts.deletedMessage}</em></p>`;
	const excerpt = target.content.split('\n')[0].slice(0, 200);
	return html`
		<p class="line quiet origin">
			<${Avatar} user=${target.author} />
			<b>${userName(target.author.id)}</b>
			<button type="button" class="clip" onClick=${() => showMessage(target.id)}>
				${excerpt === '' ? html`<em>${texts.seeAttachment}</em>` : html`<${InlineMarkdown} source=${excerpt} />`}
				${target.attachments.length > 0 && html`<${Icon} name="picture" />`}
			</button>
		</p>
	`;
}

/**
 * Scrolls to a message that is on the page, and makes it stand out for a moment.
 * @param {string} id
 */
function showMessage(id) {
	const element = document.querySelector(`.message[data-id="${CSS.escape(id)}"]`);
	if (!(element instanceof HTMLElement)) return;
	element.scrollIntoView({ block: 'center' });
	element.focus({ preventScroll: true });
	element.animate([{ backgroundColor: 'var(--notice)', offset: 0 }], 1600);
}

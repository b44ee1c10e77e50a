import { isEphemeral } from '../state/store.js';

/** @import { PageMessage } from '../../src/page-api/page-world.ts' */

const WITHIN_MS = 7 * 60_000;

/**
 * Whether a message goes on where its author left off, and needs no name of its own.
 * @param {PageMessage | undefined} previous
 * @param {PageMessage} message
 */
export function isGrouped(previous, message) {
	return (
		previous !== undefined &&
		previous.author.id === message.author.id &&
		previous.webhook_id === message.webhook_id &&
		!message.message_reference &&
		!message.interaction_metadata &&
		isEphemeral(previous) === isEphemeral(message) &&
		Date.parse(message.timestamp) - Date.parse(previous.timestamp) < WITHIN_MS
	);
}

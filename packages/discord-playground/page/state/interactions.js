import { attempt, perform } from './api.js';
import { store } from './store.js';

/**
 * @import { ActInput } from '../../src/page-api/act-schema.ts'
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 */

/** What shows the forms that the bot answers with. @type {{ open: (interaction: InteractionSnapshot) => void }} */
export const modals = { open: () => {} };

/** Presses, commands and submissions made on this page that the bot has not answered. @type {Map<string, (answered: InteractionSnapshot) => void>} */
const waiting = new Map();

/**
 * Sends one and waits for the bot's first answer; its `state` is `failed` when there was none in time. Modals are shown.
 * @param {ActInput} act
 * @param {readonly File[]} [files]
 * @returns {Promise<InteractionSnapshot | undefined>} undefined, and said so, when it could not even be sent
 */
export async function interact(act, files) {
	/** @type {InteractionSnapshot | undefined} */
	const sent = await attempt(() => perform(act, files));
	if (!sent) return undefined;
	const answered = new Promise((/** @type {(answered: InteractionSnapshot) => void} */ resolve) => {
		waiting.set(sent.id, resolve);
	});
	// The event may have been faster than the response, and newer.
	followInteraction(store.interaction(sent.id) ?? sent);
	return answered;
}

/** @param {InteractionSnapshot} interaction as it is now */
export function followInteraction(interaction) {
	store.putInteraction(interaction);
	const resolve = waiting.get(interaction.id);
	if (!resolve || interaction.state === 'waiting') return;
	waiting.delete(interaction.id);
	if (interaction.state === 'modal') modals.open(interaction);
	resolve(interaction);
}

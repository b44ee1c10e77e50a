import { perform } from './api.js';

/**
 * @import { ActInput } from '../../src/page-api/act-schema.ts'
 * @import { InteractionSnapshot } from '../../src/interaction.ts'
 * @import { App } from '../app.js'
 */

/** The presses, commands and submissions made on this page, until the bot has answered them. */
export class Interactions {
	#app;
	/** @type {Map<string, (answered: InteractionSnapshot) => void>} */
	#waiting = new Map();
	/** Shows the modal an interaction was answered with. @type {(interaction: InteractionSnapshot) => void} */
	onModal = () => {};

	/** @param {App} app */
	constructor(app) {
		this.#app = app;
		app.store.on('interaction', (id) => this.#look(id));
	}

	/**
	 * Sends it and waits for the bot's first answer; its `state` is `failed` when there was none in time. Modals are shown.
	 * @param {ActInput} act
	 * @param {readonly File[]} [files]
	 * @returns {Promise<InteractionSnapshot | undefined>} undefined, and said so, when it could not even be sent
	 */
	async start(act, files) {
		/** @type {InteractionSnapshot | undefined} */
		const sent = await this.#app.attempt(() => perform(act, files));
		if (!sent) return undefined;
		const answered = new Promise((/** @type {(answered: InteractionSnapshot) => void} */ resolve) => {
			this.#waiting.set(sent.id, resolve);
		});
		// The event may have been faster than the response, and newer.
		if (this.#app.store.interaction(sent.id)) this.#look(sent.id);
		else this.#app.store.putInteraction(sent);
		return answered;
	}

	/** @param {string} id */
	#look(id) {
		const interaction = this.#app.store.interaction(id);
		const resolve = this.#waiting.get(id);
		if (!interaction || !resolve || interaction.state === 'waiting') return;
		this.#waiting.delete(id);
		if (interaction.state === 'modal') this.onModal(interaction);
		resolve(interaction);
	}
}

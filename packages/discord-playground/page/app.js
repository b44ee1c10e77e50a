import { Toasts } from './overlay/toasts.js';
import { ApiError } from './state/api.js';
import { Interactions } from './state/interactions.js';
import { Names } from './state/names.js';
import { Store } from './state/store.js';
import { View } from './state/view.js';
import { textsFor } from './texts/index.js';

/** @import { PageMessage } from '../src/page-api/page-world.ts' */

/** What every part of the page stands on. */
export class App {
	store = new Store();
	view = new View(this.store);
	texts = () => textsFor(navigator.language);
	names = new Names(this.store, this.view, this.texts);
	toasts = new Toasts();
	interactions = new Interactions(this);

	/** Offers a command in the composer, by name. @type {(name: string) => void} */
	startCommand = () => {};
	/** @type {(message: PageMessage) => void} */
	startReply = () => {};
	/** @type {(message: PageMessage) => void} */
	startEdit = () => {};
	/** Takes files into the message being written. @type {(files: readonly File[]) => void} */
	attach = () => {};

	/**
	 * Where a file of the playground is, by the name under which the page was opened.
	 * @param {string} url
	 */
	localUrl(url) {
		const { origin } = this.store.world;
		return url.startsWith(`${origin}/`) ? url.slice(origin.length) : url;
	}

	/**
	 * Runs something and says what went wrong.
	 * @template Value
	 * @param {() => Promise<Value>} action
	 * @returns {Promise<Value | undefined>}
	 */
	async attempt(action) {
		try {
			return await action();
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			this.toasts.warn(this.describe(error));
			return undefined;
		}
	}

	/** @param {ApiError} error */
	describe(error) {
		const { errors } = this.texts();
		return errors[/** @type {keyof typeof errors} */ (error.code)]?.(error.message) ?? error.message;
	}
}

/**
 * Tells those who listen that something changed.
 * @template {string} Name
 */
export class Emitter {
	/** @type {Map<Name, Set<(subject: string) => void>>} */
	#listeners = new Map();

	/**
	 * @param {Name | readonly Name[]} names
	 * @param {(subject: string) => void} listener
	 */
	on(names, listener) {
		for (const name of typeof names === 'string' ? [names] : names) {
			const listeners = this.#listeners.get(name) ?? new Set();
			listeners.add(listener);
			this.#listeners.set(name, listeners);
		}
	}

	/**
	 * @param {Name} name
	 * @param {string} [subject] an id
	 */
	emit(name, subject = '') {
		for (const listener of this.#listeners.get(name) ?? []) listener(subject);
	}
}

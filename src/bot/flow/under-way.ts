/** Work that nobody awaits, so that the end of the process can wait for it. */
export class UnderWay {
	readonly #work = new Set<Promise<void>>();

	/** @param fail hears of work that fails */
	add(work: Promise<void>, fail: (error: unknown) => void): void {
		const watched: Promise<void> = work.catch(fail).finally(() => this.#work.delete(watched));
		this.#work.add(watched);
	}

	/** Resolves once none is left, also none that came meanwhile. */
	async idle(): Promise<void> {
		while (this.#work.size > 0) await Promise.all(this.#work);
	}
}

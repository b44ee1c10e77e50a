/** Runs tasks of one lane (a channel) one after the other in the order they came, and different lanes side by side. */
export class Lanes {
	readonly #tails = new Map<string, Promise<unknown>>();

	/** Resolves as the task does; a task that fails does not stop those behind it. */
	run<Result>(lane: string, task: () => Promise<Result>): Promise<Result> {
		const before = this.#tails.get(lane) ?? Promise.resolve();
		const result = before.then(task);
		const tail = result.then(
			() => {},
			() => {},
		);
		this.#tails.set(lane, tail);
		void tail.then(() => {
			if (this.#tails.get(lane) === tail) this.#tails.delete(lane);
		});
		return result;
	}

	/** Resolves once no task is left, also none that came meanwhile. */
	async idle(): Promise<void> {
		while (this.#tails.size > 0) await Promise.all(this.#tails.values());
	}
}

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

/** What is being told of work, so that the end of the process can wait for it. */
export class Reports {
	readonly #underWay = new Set<Promise<void>>();

	/** @param fail hears of one that could not be told */
	add(report: Promise<void>, fail: (error: unknown) => void): void {
		const told: Promise<void> = report.catch(fail).finally(() => this.#underWay.delete(told));
		this.#underWay.add(told);
	}

	/** Resolves once all are told that are under way now. */
	async told(): Promise<void> {
		await Promise.all(this.#underWay);
	}
}

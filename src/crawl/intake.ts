/** What the intake does with each thing to take in: a reserved candidate, a file. */
export interface IntakeSteps<Item, Examined> {
	/** On their way at once. */
	readonly concurrency: number;
	/** Photos still wanted. */
	missing(): Promise<number>;
	next(): Promise<Item | undefined>;
	examine(item: Item): Promise<Examined>;
	settle(item: Item, examined: Examined): Promise<void>;
}

/**
 * Takes photos in until there are enough or nothing waits. Several are examined at once, but they are settled in the
 * order in which they came, so that which ones a label ends up with does not depend on which server was faster, nor on
 * whether the run was interrupted. No more are on their way than could be needed: none is fetched for nothing.
 */
export async function takeIn<Item, Examined>(steps: IntakeSteps<Item, Examined>): Promise<void> {
	const onTheWay: { readonly item: Item; readonly examined: Promise<Examined> }[] = [];
	for (;;) {
		while (onTheWay.length < Math.min(steps.concurrency, await steps.missing())) {
			const item = await steps.next();
			if (item === undefined) break;
			const examined = steps.examine(item);
			// A failure is met when its turn comes.
			examined.catch(() => {});
			onTheWay.push({ item, examined });
		}
		const first = onTheWay.shift();
		if (!first) return;
		await steps.settle(first.item, await first.examined);
	}
}

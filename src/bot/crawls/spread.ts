/** The same things, taken in turn from each kind, so that the first few show some of every kind. */
export function spread<Item>(items: readonly Item[], kindOf: (item: Item) => unknown): Item[] {
	const turns = new Map<unknown, number>();
	return items
		.map((item) => {
			const turn = turns.get(kindOf(item)) ?? 0;
			turns.set(kindOf(item), turn + 1);
			return { item, turn };
		})
		.sort((a, b) => a.turn - b.turn)
		.map(({ item }) => item);
}

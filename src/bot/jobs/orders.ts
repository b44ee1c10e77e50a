import type { Keyv } from 'keyv';
import { z } from 'zod';
import { Lanes } from '../flow/lanes.ts';

const KEY = 'orders';

/**
 * Work for classifiers that is not done, so that the next start of Hantei goes on with it. At most one order for each
 * classifier.
 */
export class Orders<Order extends { readonly classifier: string }> {
	readonly #keyv: Keyv<unknown>;
	readonly #order: z.ZodType<Order>;
	readonly #lanes = new Lanes();

	constructor(keyv: Keyv<unknown>, order: z.ZodType<Order>) {
		this.#keyv = keyv;
		this.#order = order;
	}

	/** Those that make no sense (of another version of Hantei) are left out. */
	async list(): Promise<Order[]> {
		const kept = z.array(z.unknown()).safeParse(await this.#keyv.get(KEY));
		return (kept.data ?? []).flatMap((order) => this.#order.safeParse(order).data ?? []);
	}

	put(order: Order): Promise<void> {
		return this.#change((orders) => [...withoutThatOf(orders, order.classifier), order]);
	}

	remove(classifier: string): Promise<void> {
		return this.#change((orders) => withoutThatOf(orders, classifier));
	}

	#change(change: (orders: Order[]) => Order[]): Promise<void> {
		return this.#lanes.run(KEY, async () => {
			await this.#keyv.set(KEY, change(await this.list()));
		});
	}
}

function withoutThatOf<Order extends { readonly classifier: string }>(
	orders: readonly Order[],
	classifier: string,
): Order[] {
	return orders.filter((order) => order.classifier !== classifier);
}

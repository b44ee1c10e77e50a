import type { Keyv } from 'keyv';
import { z } from 'zod';

/** Where an older Hantei kept all of them, as a list. */
const LIST = 'orders';

/**
 * Work for classifiers that is not done, so that the next start of Hantei goes on with it. At most one order for each
 * classifier, and each by itself: processes with different servers may write at the same time.
 */
export class Orders<Order extends { readonly classifier: string }> {
	readonly #keyv: Keyv<unknown>;
	readonly #order: z.ZodType<Order>;

	constructor(keyv: Keyv<unknown>, order: z.ZodType<Order>) {
		this.#keyv = keyv;
		this.#order = order;
	}

	/** Those that make no sense (of another version of Hantei) are left out. */
	async list(): Promise<Order[]> {
		await this.#takeListApart();
		const orders: Order[] = [];
		for await (const [, kept] of this.#keyv.iterator?.({}) ?? []) {
			const { data } = this.#order.safeParse(kept);
			if (data) orders.push(data);
		}
		return orders;
	}

	async put(order: Order): Promise<void> {
		await this.#keyv.set(order.classifier, order);
	}

	async remove(classifier: string): Promise<void> {
		await this.#keyv.delete(classifier);
	}

	async #takeListApart(): Promise<void> {
		const list = z.array(z.unknown()).safeParse(await this.#keyv.get(LIST));
		for (const kept of list.data ?? []) {
			const { data } = this.#order.safeParse(kept);
			if (data) await this.put(data);
		}
		if (list.success) await this.#keyv.delete(LIST);
	}
}

import type { Keyv } from 'keyv';
import { z } from 'zod';
import { SOURCES } from '../../dataset/candidate.ts';
import { LOCALES } from '../../i18n/locale.ts';
import { Lanes } from '../flow/lanes.ts';

const ORDER = z.object({
	classifier: z.string(),
	/** Ids. */
	labels: z.array(z.number().int()).min(1),
	wanted: z.number().int().positive(),
	sources: z.array(z.enum(SOURCES)).min(1).optional(),
	/** Who asked for it, and in which language. */
	by: z.string(),
	locale: z.enum(LOCALES),
	/** The message that shows how far it is. */
	channelId: z.string(),
	messageId: z.string(),
	/** Starts of Hantei that it has seen. */
	starts: z.number().int().positive(),
});

/** A crawl that somebody asked for in chat. */
export type CrawlOrder = z.infer<typeof ORDER>;

const KEY = 'orders';

/** Crawls that are not done, so that the next start of Hantei goes on with them. At most one for each classifier. */
export class CrawlOrders {
	readonly #keyv: Keyv<unknown>;
	readonly #lanes = new Lanes();

	constructor(keyv: Keyv<unknown>) {
		this.#keyv = keyv;
	}

	/** Those that make no sense (of another version of Hantei) are left out. */
	async list(): Promise<CrawlOrder[]> {
		const kept = z.array(z.unknown()).safeParse(await this.#keyv.get(KEY));
		return (kept.data ?? []).flatMap((order) => ORDER.safeParse(order).data ?? []);
	}

	put(order: CrawlOrder): Promise<void> {
		return this.#change((orders) => [...withoutThatOf(orders, order.classifier), order]);
	}

	remove(classifier: string): Promise<void> {
		return this.#change((orders) => withoutThatOf(orders, classifier));
	}

	#change(change: (orders: CrawlOrder[]) => CrawlOrder[]): Promise<void> {
		return this.#lanes.run(KEY, async () => {
			await this.#keyv.set(KEY, change(await this.list()));
		});
	}
}

function withoutThatOf(orders: readonly CrawlOrder[], classifier: string): CrawlOrder[] {
	return orders.filter((order) => order.classifier !== classifier);
}

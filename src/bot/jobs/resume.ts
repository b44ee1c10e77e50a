import type { Client } from 'discord.js';
import { isUserError } from '../../errors.ts';
import type { Orders } from './orders.ts';

/** Starts of Hantei after which work is not begun anew: perhaps it is what ends the process each time. */
const MAX_STARTS = 3;

const SERVER = /^\d{17,20}$/;

interface ResumableOrder {
	readonly classifier: string;
	/** Starts of Hantei that it has seen. */
	readonly starts: number;
}

export interface Resumption<Order extends ResumableOrder> {
	readonly orders: Orders<Order>;
	readonly client: Client;
	/** Begins it once more. @throws {UserError} when it cannot go on */
	readonly begin: (order: Order) => void;
	/**
	 * Tells that it does not go on.
	 * @param error why; absent after too many starts
	 */
	readonly giveUp: (order: Order, error?: unknown) => Promise<void>;
}

/**
 * Goes on with what the end of the process before interrupted. What cannot go on is told and forgotten; of a server
 * that the bot is no longer in, forgotten.
 */
export async function resumeOrders<Order extends ResumableOrder>({
	orders,
	client,
	begin,
	giveUp,
}: Resumption<Order>): Promise<void> {
	for (const order of await orders.list()) {
		const { classifier, starts } = order;
		if (SERVER.test(classifier) && !client.guilds.cache.has(classifier)) {
			await orders.remove(classifier);
		} else if (starts >= MAX_STARTS) {
			await orders.remove(classifier);
			await giveUp(order);
		} else {
			const again = { ...order, starts: starts + 1 };
			await orders.put(again);
			try {
				begin(again);
			} catch (error) {
				// The process ends already: left to the next start.
				if (isUserError(error, 'engine-closed')) return;
				await orders.remove(classifier);
				await giveUp(order, error);
			}
		}
	}
}

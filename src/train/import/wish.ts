import { z } from 'zod';
import { networkWishesSchema } from '../../model/network-import/order.ts';

/** A network that is to become a version: plain JSON, since it crosses processes. */
export const networkWishSchema = networkWishesSchema.extend({
	/** A file, a folder or a zip. */
	path: z.string(),
	/** Of the file, as people know it. */
	name: z.string(),
	/** SPDX expression. */
	licence: z.string(),
	/** Photos to judge it by, one folder a label; without it, those of the catalogue. */
	photos: z.string().optional(),
	/** SHA-256 of those of the photos that it learned from. */
	learnt: z.array(z.string()).optional(),
	/** Whether it stays a version that does not serve, whatever the gate says. */
	staysBack: z.boolean().optional(),
	/** Whether the file is to be deleted when all is over. */
	isTemporary: z.boolean().optional(),
});

export type NetworkWish = z.infer<typeof networkWishSchema>;

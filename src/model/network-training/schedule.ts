import { z } from 'zod';

/** How the learning rate changes from epoch to epoch. */
export const scheduleSchema = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('constant') }),
	/** Down to nothing along half a cosine (Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts). */
	z.object({ kind: z.literal('cosine') }),
	/** Keras's ReduceLROnPlateau on the loss of the photos held out. */
	z.object({
		kind: z.literal('plateau'),
		factor: z.number().gt(0).lt(1).default(0.1),
		patience: z.int().positive().default(10),
		least: z.number().min(0).default(0),
	}),
]);

export type ScheduleSettings = z.infer<typeof scheduleSchema>;

/** What a plateau does not count as progress: Keras's `min_delta`. */
const LEAST_GAIN = 1e-4;

/**
 * The learning rate of an epoch.
 *
 * @param epoch from 0
 * @param losses on the photos held out, of all epochs before
 */
export function learningRate(
	schedule: ScheduleSettings,
	{
		base,
		epoch,
		epochs,
		losses,
	}: {
		readonly base: number;
		readonly epoch: number;
		readonly epochs: number;
		readonly losses: readonly number[];
	},
): number {
	switch (schedule.kind) {
		case 'constant':
			return base;
		case 'cosine':
			return (base * (1 + Math.cos((Math.PI * epoch) / epochs))) / 2;
		case 'plateau':
			return rateOnPlateau(schedule, base, losses);
	}
}

function rateOnPlateau(
	{ factor, patience, least }: Extract<ScheduleSettings, { kind: 'plateau' }>,
	base: number,
	losses: readonly number[],
): number {
	let rate = base;
	let best = Number.POSITIVE_INFINITY;
	let waited = 0;
	for (const loss of losses) {
		if (loss < best - LEAST_GAIN) {
			best = loss;
			waited = 0;
		} else if (++waited >= patience) {
			rate = Math.max(rate * factor, least);
			waited = 0;
		}
	}
	return rate;
}

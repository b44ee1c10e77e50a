import { performance } from 'node:perf_hooks';

/** Milliseconds that each call took, in the order of the calls. */
export type Durations = readonly number[];

export async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

/**
 * Times several pieces of work in turn, round after round, so that whatever else the machine does meets all of them
 * alike; their ratio then means something where a duration alone does not.
 */
export async function timeInTurn<Name extends string>(
	works: Readonly<Record<Name, () => Promise<unknown>>>,
	{ rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<Record<Name, number[]>> {
	const names = Object.keys(works) as Name[];
	const durations = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
	for (let round = -warmUp; round < rounds; round++) {
		for (const name of names) {
			const duration = await timeOf(works[name]);
			if (round >= 0) durations[name].push(duration);
		}
	}
	return durations;
}

/** The value below which the given share (0 to 1) lies: nearest rank. */
export function quantile(values: Durations, share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

export function median(values: Durations): number {
	return quantile(values, 0.5);
}

export function milliseconds(value: number): string {
	return `${value.toFixed(1)} ms`;
}

export function times(value: number): string {
	return `${value.toFixed(2)} ×`;
}

/** Runs `total` pieces of work, `concurrency` at a time; returns milliseconds in all. */
export async function timeConcurrently(
	work: (index: number) => Promise<unknown>,
	{ total, concurrency }: { readonly total: number; readonly concurrency: number },
): Promise<number> {
	let next = 0;
	const lane = async () => {
		while (next < total) await work(next++);
	};
	return timeOf(() => Promise.all(Array.from({ length: concurrency }, lane)));
}

import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { SourceName } from '../candidate.ts';
import type { DiscoveredPage, Discovery, DiscoveryCounts } from './candidate-flow.ts';
import { moveCursor } from './cursors.ts';
import { requireLabel } from './labels.ts';
import { enterOffer, isKnown, refreshOffer } from './offers.ts';
import type { Rejection } from './reasons.ts';
import { countOutcome, keepAlive } from './runs.ts';
import type { Scope } from './scope.ts';
import type { Tombstones } from './tombstones.ts';

/** Results entered in one transaction: each takes a fifth of a millisecond. */
const DISCOVERY_BATCH = 50;

interface Discovered {
	readonly became: keyof DiscoveryCounts;
	readonly outcome: 'found' | 'known' | 'rejected';
	readonly reason?: Rejection;
}

/** Enters a page of results, see `Candidates.discover`. */
export async function enterPage(
	{ scope: dataset, tombstones }: { readonly scope: Scope; readonly tombstones: Tombstones },
	runId: number,
	labelId: number,
	page: DiscoveredPage,
): Promise<DiscoveryCounts> {
	const counts = { added: 0, rejected: 0, known: 0, removed: 0 };
	const { discoveries } = page;
	let from = 0;
	do {
		const batch = discoveries.slice(from, from + DISCOVERY_BATCH);
		from += DISCOVERY_BATCH;
		const became = await dataset.write(async (scope) => {
			await keepAlive(scope, runId);
			await requireLabel(scope, labelId);
			const entered: Discovered[] = [];
			for (const discovery of batch) entered.push(await enter(scope, tombstones, labelId, discovery));
			await countDiscovered(scope, runId, { labelId, source: page.source }, entered);
			if (from >= discoveries.length) await moveCursor(scope, labelId, page, page.next);
			return entered;
		});
		for (const { became: what } of became) counts[what]++;
		if (from < discoveries.length) await letOthersRun();
	} while (from < discoveries.length);
	return counts;
}

async function enter(
	scope: Scope,
	tombstones: Tombstones,
	labelId: number,
	{ candidate, rejection }: Discovery,
): Promise<Discovered> {
	if (await tombstones.hasOffer(scope, candidate))
		return { became: 'removed', outcome: 'rejected', reason: 'removed' };
	if (await isKnown(scope, labelId, candidate)) {
		await refreshOffer(scope, labelId, candidate, rejection);
		return { became: 'known', outcome: 'known' };
	}
	await enterOffer(scope, labelId, candidate, rejection);
	return rejection === undefined
		? { became: 'added', outcome: 'found' }
		: { became: 'rejected', outcome: 'rejected', reason: rejection };
}

/** Adds to each count once, and not once for each offer. */
async function countDiscovered(
	scope: Scope,
	runId: number,
	of: { readonly labelId: number; readonly source: SourceName },
	discovered: readonly Discovered[],
): Promise<void> {
	const counts = new Map<string, Discovered & { readonly count: number }>();
	for (const one of discovered) {
		const key = `${one.outcome} ${one.reason}`;
		counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + 1 });
	}
	for (const { outcome, reason, count } of counts.values())
		await countOutcome(scope, runId, { ...of, outcome, reason, count });
}

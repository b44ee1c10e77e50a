import { setMaxListeners } from 'node:events';
import type { Label } from '../dataset/catalogue/catalogue.ts';
import type { CrawlProgress } from './events.ts';
import { followSearch } from './follow-search.ts';
import { queriesFor } from './queries.ts';
import { type CrawlerServices, type CrawlRequest, CrawlRun } from './run.ts';
import { takeInWaiting } from './take-in-waiting.ts';

/** How often a run shows the catalogue that it lives, while it waits for a host, say. */
const BEAT_MS = 30_000;

export interface CrawlResult extends CrawlProgress {
	readonly runId: number;
	readonly state: 'finished' | 'cancelled';
}

/**
 * Brings labels up to a number of photos. All that it learns is in the catalogue at once, so that a run that was
 * cancelled or killed is continued by the next one, which fetches nothing again. A source that fails is left out for
 * the rest of the run, and the others go on.
 */
export async function crawl(request: CrawlRequest, services: CrawlerServices): Promise<CrawlResult> {
	const { runs } = services.catalogue.dataset(request.classifier);
	const { id: runId } = await runs.start(request.by);
	const stop = new AbortController();
	const beating = setInterval(() => runs.beat(runId).catch((error: unknown) => stop.abort(error)), BEAT_MS);
	const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal;
	// Everything that is on its way listens to it; that is no leak.
	setMaxListeners(0, signal);
	try {
		const run = await CrawlRun.begin(runId, { ...request, signal }, services);
		const state = await crawlLabels(run).then(
			() => 'finished' as const,
			(error: unknown) => {
				if (request.signal?.aborted) return 'cancelled' as const;
				throw error;
			},
		);
		await runs.finish(runId, state);
		return { runId, state, ...(await run.progress()) };
	} catch (error) {
		await runs.finish(runId, 'failed').catch((cause: unknown) => {
			services.logger.error({ err: cause, runId }, 'a run that failed could not be ended');
		});
		throw error;
	} finally {
		clearInterval(beating);
		// Ends the downloads that were on their way when something else went wrong.
		stop.abort();
	}
}

async function crawlLabels(run: CrawlRun): Promise<void> {
	const { labels } = run;
	const complete: Label[] = [];
	for (const label of labels) if (await crawlLabel(run, label)) complete.push(label);
	// What came under a later label as well is in quarantine by now, and its place to be filled.
	for (const label of complete) if (!(await run.isComplete(label))) await crawlLabel(run, label);
}

/** Whether the label has all that it wants then. */
async function crawlLabel(run: CrawlRun, label: Label): Promise<boolean> {
	run.tally.setState(label, 'running');
	await run.tellProgress();
	try {
		await fill(run, label);
	} catch (error) {
		// Somebody removed the label meanwhile: nothing is left to do for it.
		if (await run.dataset.labels.get(label.id)) throw error;
		return false;
	}
	const isComplete = await run.isComplete(label);
	run.tally.setState(label, isComplete ? 'complete' : 'short');
	await run.tellProgress();
	return isComplete;
}

/** First what earlier runs found and did not get to, then source by source until it is enough. */
async function fill(run: CrawlRun, label: Label): Promise<void> {
	await takeInWaiting(run, label);
	for (const supply of run.services.supplies) {
		for (const query of queriesFor(label)) {
			if (supply.source.canAnswer(query)) await followSearch(run, label, supply, query);
		}
	}
}

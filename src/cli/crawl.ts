import type { CrawlResult } from '../crawl/crawler.ts';
import type { CrawlEvent, LabelProgress } from '../crawl/events.ts';
import type { Crawler, CrawlerRequest } from '../crawl/open-crawler.ts';
import type { SourceTrouble } from '../crawl/source.ts';
import { SOURCES, type SourceName } from '../dataset/candidate.ts';
import { UserError } from '../errors.ts';
import { nsfwScoreOf, openHostCrawler } from '../host/crawler.ts';
import { type Messages, messagesFor } from '../i18n/messages.ts';
import { BY, requireLabels, withCatalogue } from './catalogue.ts';
import { type CliContext, openEngine, requireWhole } from './context.ts';
import { LiveLine } from './live-line.ts';
import { print, printError } from './print.ts';

export interface CrawlOptions {
	readonly classifier: string;
	readonly count: string;
	readonly dryRun?: boolean;
	readonly source?: readonly string[];
}

/** `hantei crawl`: 0 when every label has what it wants, 1 when one has less, 130 when cancelled. */
export async function crawl(
	names: readonly string[],
	options: CrawlOptions,
	context: CliContext,
): Promise<number> {
	const wanted = requireWhole('--count', options.count, 1, 100_000);
	const { settings, logger } = context;
	const sources = options.source?.map(requireSource);
	return withCatalogue(options.classifier, context, async (open) => {
		const { labels } = open.dataset;
		const chosen = names.length === 0 ? await labels.list() : await requireLabels(open.dataset, names);
		if (chosen.length === 0) {
			printError(`${context.text.labels.none}\n`);
			return 2;
		}
		const request: CrawlerRequest = {
			classifier: options.classifier,
			labels: chosen,
			wanted,
			by: BY,
			signal: context.signal,
		};
		if (options.dryRun) {
			const crawler = await openHostCrawler(settings, { ...open, logger, sources });
			return await preview(crawler, request, context).finally(() => crawler.close());
		}
		// Asked before the engine is started, which takes a second: whether the crawler is set up at all.
		await (await openHostCrawler(settings, { ...open, logger, sources })).close();
		const engine = await openEngine(context, settings.HANTEI_WORKERS);
		const crawler = await openHostCrawler(settings, {
			...open,
			logger,
			sources,
			nsfwScore: nsfwScoreOf(engine, settings),
		});
		try {
			await open.dataset.audit.record({
				action: 'crawl',
				by: BY,
				detail: { labels: names.length === 0 ? null : chosen.map(({ name }) => name).join(', '), wanted },
			});
			return await run(crawler, request, context);
		} finally {
			await crawler.close();
			await engine.close();
		}
	});
}

async function run(crawler: Crawler, request: CrawlerRequest, context: CliContext): Promise<number> {
	const { text, locale, settings } = context;
	const line = new LiveLine();
	if (crawler.isLocal) line.say(text.crawl.local(settings.CRAWLER_STAND_IN ?? ''));
	const onEvent = (event: CrawlEvent) => {
		if (event.kind === 'source-unavailable')
			line.say(troubleText(event.source, event.trouble, messagesFor(locale).crawl));
		if (event.kind === 'progress') {
			const label = event.progress.labels.find(({ state }) => state === 'running');
			if (label) line.show(runningText(label, event.progress.remainingMs, context));
		}
	};
	const result = await crawler.crawl({ ...request, onEvent }).finally(() => line.end());
	print(`${summary(result, context).join('\n')}\n`);
	if (result.state === 'cancelled') return 130;
	return result.labels.every(({ state }) => state === 'complete') ? 0 : 1;
}

function runningText(
	label: LabelProgress,
	remainingMs: number | undefined,
	{ text, locale }: CliContext,
): string {
	const { crawl } = text;
	const names = messagesFor(locale).crawl.sources;
	const sources = entries(label.sources);
	const rejected = sources.flatMap(([, { rejected }]) => Object.values(rejected));
	const notTaken = rejected.reduce((sum, count) => sum + count, 0);
	return crawl.running(
		label.name,
		label.accepted,
		label.wanted,
		sources
			.map(([name, { accepted, bytes }]) => crawl.perSourceShort(names[name], accepted, bytes))
			.join(' · '),
		[
			...(notTaken > 0 ? [crawl.rejected(notTaken)] : []),
			...(remainingMs === undefined ? [] : [crawl.left(remainingMs / 1000)]),
		].join(' · '),
	);
}

function summary({ state, labels }: CrawlResult, { text, locale }: CliContext): string[] {
	const { crawl } = text;
	const messages = messagesFor(locale).crawl;
	const lines = labels
		.filter((label) => label.state !== 'waiting')
		.flatMap((label) => [
			label.accepted >= label.wanted || state === 'cancelled'
				? crawl.complete(label.name, label.accepted)
				: label.accepted > 0
					? crawl.short(label.name, label.accepted, label.wanted)
					: crawl.nothing(label.name),
			crawl.words(label.words),
			...entries(label.sources).flatMap(([name, { found, accepted, quarantined, bytes, rejected }]) => [
				crawl.perSource(messages.sources[name], found, accepted, quarantined, bytes),
				...(Object.keys(rejected).length > 0 ? [crawl.reasons(countsText(rejected, messages.reasons))] : []),
			]),
		]);
	return state === 'cancelled' ? [...lines, crawl.cancelled] : lines;
}

async function preview(crawler: Crawler, request: CrawlerRequest, context: CliContext): Promise<number> {
	const { crawl } = context.text;
	const messages = messagesFor(context.locale).crawl;
	for (const { label, accepted, waiting, candidates, rejected, troubles } of await crawler.preview(request)) {
		const reasons: Partial<Record<keyof typeof messages.reasons, number>> = {};
		for (const { reason } of rejected) reasons[reason] = (reasons[reason] ?? 0) + 1;
		const lines = [
			...troubles.map(({ source, trouble }) => troubleText(source, trouble, messages)),
			crawl.preview(label.name, accepted, waiting, candidates.length),
			...candidates.map(
				({ source, sourceId, licence, author, pageUrl }) =>
					`  ${source}:${sourceId}  ${licence}  ${oneLine(author ?? '')}  ${pageUrl}`,
			),
			...(rejected.length > 0 ? [crawl.previewRejected(countsText(reasons, messages.reasons))] : []),
		];
		print(`${lines.join('\n')}\n`);
	}
	return 0;
}

/** Why a source is left out, in a sentence. */
export function troubleText(source: SourceName, trouble: SourceTrouble, texts: Messages['crawl']): string {
	const name = texts.sources[source];
	switch (trouble.kind) {
		case 'down':
			return texts.troubles.down(name, trouble.status);
		case 'throttled':
			return texts.troubles.throttled(name, new Date(trouble.until));
		case 'key':
			return texts.troubles.key(name);
		case 'refused':
			return texts.troubles.refused(name, oneLine(trouble.message ?? String(trouble.status ?? '')));
		case 'unexpected':
			return texts.troubles.unexpected(name, oneLine(trouble.detail));
	}
}

/** `duplicate 3, too small 2`: the most frequent first. */
export function countsText<Reason extends string>(
	counts: Readonly<Partial<Record<Reason, number>>>,
	names: Readonly<Record<Reason, string>>,
): string {
	return (Object.entries(counts) as [Reason, number][])
		.filter(([, count]) => count > 0)
		.sort(([, a], [, b]) => b - a)
		.map(([reason, count]) => `${names[reason]} ${count}`)
		.join(', ');
}

/** Strangers' text, without what moves the cursor of a terminal. */
function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function entries<Value>(sources: Readonly<Partial<Record<SourceName, Value>>>): [SourceName, Value][] {
	return Object.entries(sources) as [SourceName, Value][];
}

/** @throws {UserError} `bad-option` */
function requireSource(name: string): SourceName {
	const source = SOURCES.find((known) => known === name);
	if (!source)
		throw new UserError('bad-option', { option: '--source', value: name, expected: SOURCES.join(', ') });
	return source;
}

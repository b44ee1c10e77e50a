import { button, escapeText, fitLines, type MessageContent, onlyText, row } from '../../src/bot/kit.ts';
import type { LabelProgress, SourceProgress } from '../../src/crawl/events.ts';
import type { CrawlReport, CrawlState, CrawlTrouble } from '../../src/crawl/jobs.ts';
import { SOURCES } from '../../src/dataset/candidate.ts';
import type { Messages } from '../../src/i18n/messages.ts';
import { CRAWL } from '../shared/next-steps.ts';

/** Which labels say where their photos came from, and how many reasons are named. */
const DETAILS = [
	{ sources: 'all', reasons: 5 },
	{ sources: 'all', reasons: 2 },
	{ sources: 'running', reasons: 2 },
	{ sources: 'none', reasons: 0 },
] as const;
type Detail = (typeof DETAILS)[number];

/** Words named that a label was searched by. */
const SHOWN_WORDS = 6;

const NOTHING: CrawlReport = { troubles: [], photos: [] };

export interface CrawlRenderOptions {
	readonly messages: Messages;
	/** Whether photos come from a stand-in on this machine. */
	readonly isLocal: boolean;
	/** Whether the crawl goes on after a restart of Hantei. */
	readonly isResumed: boolean;
}

/** A crawl that waits or is under way, with a button to cancel it. */
export function renderCrawl(state: CrawlState, options: CrawlRenderOptions): MessageContent {
	const texts = options.messages.commands.crawl;
	return {
		content: renderLines(headline(state, options.messages), state.progress, options),
		components: [row(button(CRAWL, 'cancel', texts.cancel))],
	};
}

/** What a crawl came to. */
export function renderCrawlEnd(
	verdict: string,
	report: CrawlReport | undefined,
	options: CrawlRenderOptions,
): MessageContent {
	return onlyText(renderLines(verdict, report, options));
}

function headline({ ahead, progress: report }: CrawlState, { commands }: Messages): string {
	const progress = report?.crawl;
	const texts = commands.crawl;
	if (ahead !== undefined) return texts.waiting(ahead);
	if (!progress) return texts.starting;
	const sum = (select: (label: LabelProgress) => number) =>
		progress.labels.reduce((total, label) => total + select(label), 0);
	const running = texts.running(
		sum(({ accepted, wanted }) => Math.min(accepted, wanted)),
		sum(({ wanted }) => wanted),
	);
	if (progress.remainingMs === undefined) return running;
	return `${running} · ${texts.remaining(Math.ceil(progress.remainingMs / 60_000))}`;
}

function renderLines(
	first: string,
	{ crawl: progress, troubles }: CrawlReport = NOTHING,
	{ messages, isLocal, isResumed }: CrawlRenderOptions,
): string {
	const texts = messages.commands.crawl;
	const notes = [
		...troubles.map((trouble) => `⚠️ ${escapeText(describeTrouble(trouble, messages), 300)}`),
		...(isResumed ? [texts.resumed] : []),
		...(isLocal ? [texts.local] : []),
	];
	return fitLines(
		DETAILS,
		(detail) => [
			first,
			// Before the labels, because what does not fit is left out at the end.
			...notes,
			...(progress?.labels ?? []).flatMap((label) => labelLines(label, detail, messages)),
		],
		texts.more,
	);
}

function labelLines(label: LabelProgress, detail: Detail, messages: Messages): string[] {
	const texts = messages.commands.crawl;
	const called = escapeText(label.names?.[messages.locale] ?? label.name);
	const counts = texts.label(called, label.accepted, label.wanted);
	const line = label.state === 'short' ? `${counts} · ${texts.short}` : counts;
	const words = label.words.slice(0, SHOWN_WORDS).map((word) => escapeText(word));
	if (label.state === 'short' && label.accepted === 0) return [texts.foundNothing(called, words)];
	const isDetailed = detail.sources === 'all' || (detail.sources === 'running' && label.state === 'running');
	return isDetailed
		? [line, ...(words.length > 0 ? [texts.words(words)] : []), ...sourceLines(label, detail, messages)]
		: [line];
}

function sourceLines({ sources }: LabelProgress, { reasons }: Detail, messages: Messages): string[] {
	return SOURCES.flatMap((name) => {
		const progress = sources[name];
		return progress
			? [`-# ${describeSource(messages.crawl.sources[name], progress, reasons, messages)}`]
			: [];
	});
}

function describeSource(name: string, progress: SourceProgress, reasons: number, messages: Messages): string {
	const texts = messages.commands.crawl;
	const { accepted, quarantined, failed, rejected, bytes } = progress;
	const notTaken = Object.values(rejected).reduce((sum, count) => sum + count, 0);
	return [
		texts.source(name, accepted),
		...(notTaken > 0 ? [texts.rejected(notTaken, describeReasons(rejected, reasons, messages))] : []),
		...(quarantined > 0 ? [texts.quarantined(quarantined)] : []),
		...(failed > 0 ? [texts.failed(failed)] : []),
		...(bytes > 0 ? [texts.bytes(bytes)] : []),
	].join(' · ');
}

/** The most frequent first, the others as an ellipsis. */
function describeReasons(rejected: SourceProgress['rejected'], named: number, { crawl }: Messages): string {
	const counts = (Object.entries(rejected) as [keyof typeof rejected, number][]).sort(
		([, a], [, b]) => b - a,
	);
	const list = counts.slice(0, named).map(([reason, count]) => `${crawl.reasons[reason]} ${count}`);
	return [...list, ...(counts.length > named ? ['…'] : [])].join(', ');
}

function describeTrouble({ source, trouble }: CrawlTrouble, { crawl }: Messages): string {
	const name = crawl.sources[source];
	switch (trouble.kind) {
		case 'down':
			return crawl.troubles.down(name, trouble.status);
		case 'throttled':
			return crawl.troubles.throttled(name, new Date(trouble.until));
		case 'key':
			return crawl.troubles.key(name);
		case 'refused':
			return crawl.troubles.refused(name, trouble.message ?? String(trouble.status ?? trouble.code ?? ''));
		case 'unexpected':
			return crawl.troubles.unexpected(name, trouble.detail);
	}
}

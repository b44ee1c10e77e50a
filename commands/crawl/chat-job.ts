import { userMention } from 'discord.js';
import {
	type BotParts,
	type ChatOrder,
	type CrawlChatKind,
	type CrawlWish,
	type Ending,
	orderSchema,
	type ProgressMessage,
	refusalText,
} from '../../src/bot/kit.ts';
import { CRAWL_DATA, type CrawlReport } from '../../src/crawl/jobs.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { renderSheet, spread } from '../shared/photo-sheet.ts';
import { renderCrawl, renderCrawlEnd } from './render.ts';

/** Of a reason: the labels follow. */
const SHOWN_REASON = 1_500;

type CrawlOrder = ChatOrder<CrawlWish>;

/** What is said of crawls that people ask for. */
export function crawlChat(bot: BotParts): CrawlChatKind {
	const isLocal = bot.crawler?.isLocal ?? false;
	return {
		order: orderSchema(CRAWL_DATA),
		dataOf: ({ locale: _, ...data }) => CRAWL_DATA.parse(data),
		isFromChat: () => true,
		render: (state, { locale }, isResumed) =>
			renderCrawl(state, { messages: messagesFor(locale), isLocal, isResumed }),
		async conclude(ending, order, message) {
			const { locale, starts } = order;
			const came = photosThatCame(ending.progress, order, bot);
			const options = { messages: messagesFor(locale), isLocal, isResumed: starts > 1 };
			const verdict = verdictOf(ending, came.length, order, bot);
			await message.conclude(renderCrawlEnd(verdict, ending.progress, options));
			if (ending.end.kind !== 'interrupted' && came.length > 0) await show(came, order, message, bot);
		},
		gaveUp: ({ locale }) => messagesFor(locale).commands.crawl.gaveUp,
	};
}

/** The photos that came and stayed: one may go to quarantine when another label gets it as well. */
function photosThatCame(
	report: CrawlReport | undefined,
	{ classifier }: CrawlOrder,
	{ catalogue }: BotParts,
): Photo[] {
	const { photos } = catalogue.dataset(classifier);
	const came = (report?.photos ?? []).flatMap((id) => photos.get(id) ?? []);
	return came.filter(({ state }) => state === 'accepted');
}

/** Some photos of each label. */
async function show(
	came: readonly Photo[],
	order: CrawlOrder,
	message: ProgressMessage,
	{ photoStore, lastSamples }: BotParts,
): Promise<void> {
	const messages = messagesFor(order.locale);
	const chosen = spread(came, ({ labelId }) => labelId);
	const title = messages.commands.dataset.arrived;
	const { shown, ...content } = await renderSheet(title, chosen, came.length, {
		photoStore,
		messages,
		canAttach: await message.canAttach(),
	});
	lastSamples.remember(order, shown);
	await message.follow(content);
}

function verdictOf(
	{ end, cancelledBy }: Ending<CrawlReport, void>,
	photos: number,
	{ classifier, locale }: CrawlOrder,
	{ failures }: BotParts,
): string {
	const texts = messagesFor(locale).commands.crawl;
	switch (end.kind) {
		case 'finished':
			return texts.finished(photos);
		case 'cancelled':
			return texts.cancelled(photos, cancelledBy && userMention(cancelledBy));
		case 'interrupted':
			return texts.interrupted(photos);
		case 'failed': {
			const { error } = end;
			if (isUserError(error)) return `❌ ${refusalText(error, locale, SHOWN_REASON)}`;
			return texts.crawlFailed(photos, failures.report(error, { classifier }).details.reference);
		}
	}
}

import { userMention } from 'discord.js';
import type { APIButtonComponent } from 'discord-api-types/v10';
import {
	type BotParts,
	type ChatOrder,
	type CrawlChatKind,
	type CrawlWish,
	type Ending,
	orderSchema,
	type ProgressMessage,
	refusalText,
	row,
} from '../../src/bot/kit.ts';
import { CRAWL_DATA, type CrawlReport } from '../../src/crawl/jobs.ts';
import type { Photo } from '../../src/dataset/catalogue/catalogue.ts';
import { isUserError } from '../../src/errors.ts';
import { messagesFor } from '../../src/i18n/messages.ts';
import { stepsAfterPhotos } from '../shared/next-steps.ts';
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
			const came = await photosThatCame(ending.progress, order, bot);
			const options = { messages: messagesFor(locale), isLocal, isResumed: starts > 1 };
			const verdict = verdictOf(ending, came.length, order, bot);
			const isOver = ending.end.kind !== 'interrupted';
			const steps = isOver
				? await stepsAfterPhotos(bot.catalogue.dataset(order.classifier), options.messages)
				: [];
			const shows = isOver && came.length > 0;
			const end = renderCrawlEnd(verdict, ending.progress, options);
			// The next steps stand below all that is shown.
			await message.conclude(shows || steps.length === 0 ? end : { ...end, components: [row(...steps)] });
			if (shows) await show(came, order, message, { bot, steps });
		},
		gaveUp: ({ locale }) => messagesFor(locale).commands.crawl.gaveUp,
	};
}

/** The photos that came and stayed: one may go to quarantine when another label gets it as well. */
async function photosThatCame(
	report: CrawlReport | undefined,
	{ classifier }: CrawlOrder,
	{ catalogue }: BotParts,
): Promise<Photo[]> {
	const came = await catalogue.dataset(classifier).photos.getAll(report?.photos ?? []);
	return came.filter(({ state }) => state === 'accepted');
}

/** Some photos of each label. */
async function show(
	came: readonly Photo[],
	order: CrawlOrder,
	message: ProgressMessage,
	{ bot, steps }: { readonly bot: BotParts; readonly steps: readonly APIButtonComponent[] },
): Promise<void> {
	const { photoStore, lastSamples } = bot;
	const messages = messagesFor(order.locale);
	const chosen = spread(came, ({ labelId }) => labelId);
	const title = messages.commands.dataset.arrived;
	const { shown, ...content } = await renderSheet(title, chosen, came.length, {
		photoStore,
		messages,
		canAttach: await message.canAttach(),
	});
	lastSamples.remember(order, shown);
	const below = steps.length > 0 ? [row(...steps)] : [];
	await message.follow({ ...content, components: [...content.components, ...below] });
}

function verdictOf(
	{ end, cancelledBy, progress }: Ending<CrawlReport, void>,
	photos: number,
	{ classifier, locale }: CrawlOrder,
	{ failures }: BotParts,
): string {
	const texts = messagesFor(locale).commands.crawl;
	const foundNothing = progress?.crawl?.labels.every(
		({ state, accepted }) => state === 'short' && accepted === 0,
	);
	switch (end.kind) {
		case 'finished':
			return foundNothing ? texts.nothingCame : texts.finished(photos);
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
